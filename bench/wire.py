"""A cheap machine on the wire: HTTP/1.1 over one kept-alive connection, no library between it and the socket."""

import asyncio
from collections.abc import Mapping
from urllib.parse import urlsplit


class Wire:
    """One connection; one request at a time."""

    def __init__(self, url: str, headers: Mapping[str, str]) -> None:
        parts = urlsplit(url)
        self._address = (parts.hostname or "localhost", parts.port or 80)
        if self._address[0].endswith("localhost"):
            self._address = ("127.0.0.1", self._address[1])
        said = {"Host": parts.netloc, **headers}
        self._head = "".join(f"{name}: {value}\r\n" for name, value in said.items())

    async def open(self) -> None:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection(*self._address, limit=1 << 20)

    async def close(self) -> None:
        """Hang up."""
        self._writer.close()

    async def post(self, path: str, content: bytes, extra: str = "") -> tuple[int, bytes]:
        """Send JSON; the status and the body of the answer."""
        head = f"POST {path} HTTP/1.1\r\n{self._head}{extra}Content-Length: {len(content)}\r\n\r\n"
        self._writer.write(head.encode() + content)
        return await self._answer()

    async def get(self, path: str, extra: str = "") -> tuple[int, bytes]:
        """Ask; the status and the body of the answer."""
        self._writer.write(f"GET {path} HTTP/1.1\r\n{self._head}{extra}\r\n".encode())
        return await self._answer()

    async def stream(self, path: str) -> asyncio.StreamReader:
        """Ask for what never ends; the caller reads on after the head."""
        self._writer.write(f"GET {path} HTTP/1.1\r\n{self._head}\r\n".encode())
        head = await self._reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise ConnectionError(head[:200])
        return self._reader

    async def _answer(self) -> tuple[int, bytes]:
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        status = int(head[9:12])
        at = head.find(b"content-length:")
        if at >= 0:
            return status, await self._reader.readexactly(int(head[at + 15 : head.index(b"\r\n", at)]))
        return status, await self._chunks() if b"transfer-encoding: chunked" in head else b""

    async def _chunks(self) -> bytes:
        found = b""
        while size := int(await self._reader.readline(), 16):
            found += await self._reader.readexactly(size)
            await self._reader.readline()
        await self._reader.readline()
        return found

"""``python -m bench.slow_post``: a provider far away. Takes every mail, each after so long; prints its port first."""

import asyncio
import sys

DELAY = 0.05
_GREETING = b"220 far.invalid ESMTP\r\n"
_OK = b"250 OK\r\n"


class Provider(asyncio.Protocol):
    """One line; a mail is over with a dot by itself."""

    transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self._waiting, self._in_mail = transport, b"", False
        transport.write(_GREETING)

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        if self._in_mail:
            if self._waiting.endswith(b"\r\n.\r\n"):
                self._waiting, self._in_mail = b"", False
                asyncio.get_running_loop().call_later(DELAY, self.transport.write, _OK)
            return
        while b"\r\n" in self._waiting and not self._in_mail:
            line, _, self._waiting = self._waiting.partition(b"\r\n")
            self._in_mail = line.upper() == b"DATA"
            self.transport.write(b"354 go on\r\n" if self._in_mail else _OK)


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(Provider, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1])
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())

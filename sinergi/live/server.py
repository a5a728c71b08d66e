"""The live process: ``python -m sinergi.live.server``. Thousands of open streams on one core, and no request stack.

It needs Django's database connection only, so no application is loaded: that keeps it small.
"""

import asyncio
import logging
import os
import signal
from contextlib import suppress
from functools import partial
from pathlib import Path

import uvloop
from django.apps import apps
from django.conf import settings

from sinergi.live import bell
from sinergi.live.connections import leave_pool
from sinergi.live.feed import Feed
from sinergi.live.protocol import Connection
from sinergi.live.streams import Streams


def main() -> None:
    """Serve until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sinergi.project.settings")
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    apps.populate([])
    leave_pool()
    uvloop.run(serve(Path(settings.LIVE_SOCKET)))


async def serve(socket: Path) -> None:
    """Listen on the socket; every loop here ends with the process, and the process with any loop."""
    loop = asyncio.get_running_loop()
    streams = Streams()
    feed = Feed(streams)
    bell.listen(bell.SEALED, partial(loop.call_soon_threadsafe, feed.ring))
    socket.unlink(missing_ok=True)
    server = await loop.create_unix_server(lambda: Connection(feed), str(socket), backlog=4096)
    work = asyncio.gather(feed.read(), feed.beat(), feed.check())
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, work.cancel)
    with suppress(asyncio.CancelledError):
        await work
    server.close()
    streams.abort_all()


if __name__ == "__main__":
    main()

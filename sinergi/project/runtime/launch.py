"""``sinergi up`` and ``sinergi demo``: the order in which an installation comes to life."""

import asyncio
import sys
import time

from sinergi.project.runtime import children, database, demo_mark, installation, leftovers, prepared, spawn
from sinergi.project.runtime.home import Home
from sinergi.project.runtime.installation import Installation
from sinergi.project.runtime.supervisor import NotReady, Supervisor


def launch(home: Home, *, demo: bool, port: int | None) -> None:
    """Start everything, say the address, watch until told to stop."""
    found = installation.read(home, demo=demo, port=port)
    with home.held("demo" if demo else "up", address=found.address):
        leftovers.wait_until_gone(home)
        installation.check_port(found)
        found.forget_taken_ports()
        if demo and not home.data.exists():
            home.mark_as_demo()
        home.secret("secret_key")
        spawn.raise_file_limit()
        try:
            asyncio.run(Supervisor(home, say=say).run(lambda supervisor: _start(supervisor, found)))
        except NotReady as refused:
            raise SystemExit(str(refused)) from None
        finally:
            if demo:
                found.demo_file.unlink(missing_ok=True)
    say("Stopped.")


def say(sentence: str) -> None:
    """Tell the terminal, which may be gone by now: stopping in order matters more."""
    try:
        sys.stdout.write(f"{sentence}\n")
        sys.stdout.flush()
    except OSError:
        return


async def _start(supervisor: Supervisor, found: Installation) -> None:
    began = time.monotonic()
    await supervisor.start(children.foundations(found))
    await asyncio.to_thread(database.make_ready, found.home)
    if reason := await asyncio.to_thread(demo_mark.refusal, found):
        raise NotReady(reason)
    if not prepared.is_current(found):
        await supervisor.once(children.preparation(found))
        prepared.mark(found)
    if found.demo:
        await asyncio.gather(supervisor.start(children.services(found)), supervisor.once(children.seeding(found)))
    else:
        await supervisor.start(children.services(found))
    await supervisor.start(children.front(found))
    say(f"Sinergi is ready at {found.address} after {time.monotonic() - began:.1f} s. Ctrl-C stops it.")

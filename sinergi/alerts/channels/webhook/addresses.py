"""Where a webhook may go: only to the open internet, never to this house's own network or a cloud's inner services."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Public by number, but inner services of a cloud; and ways by which IPv6 carries an IPv4 address inside.
CLOSED = tuple(
    ipaddress.ip_network(net)
    for net in ("168.63.129.16/32", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)
LONGEST = 250


class Refused(Exception):
    """This address is never called; says why in a few words."""


@dataclass(frozen=True, slots=True)
class Target:
    """A checked place: the socket goes to ``address``, whatever the name says a moment later."""

    host: str
    port: int
    path: str
    address: str
    is_tls: bool


def split(url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path of an address that may be called; refuses any other."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError):
        raise Refused("not an address") from None
    if not host or not url.isascii() or not url.isprintable() or " " in url or len(url) > LONGEST:
        raise Refused("not an address")
    if parts.scheme != "https" and not (parts.scheme == "http" and _may_be_here()):
        raise Refused("not https")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise Refused("an address with a name, password or fragment")
    default = 443 if parts.scheme == "https" else 80
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port or default, path


def resolve(url: str) -> Target:
    """Look the name up once and check every address it has. Raises ``Refused``, or ``socket.gaierror``."""
    scheme, host, port, path = split(url)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not addresses:
        raise Refused("the name has no address")
    for address in addresses:
        if not is_open(address) and not (_may_be_here() and address.is_loopback):
            raise Refused("an inner address")
    if scheme == "http" and not all(address.is_loopback for address in addresses):
        raise Refused("not https")
    return Target(host, port, path, str(addresses[0]), scheme == "https")


def is_open(address: Address) -> bool:
    """Whether it is a place on the open internet."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return is_open(address.ipv4_mapped)
    if any(address.version == net.version and address in net for net in CLOSED):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _may_be_here() -> bool:
    return bool(settings.TEST or settings.DEMO)

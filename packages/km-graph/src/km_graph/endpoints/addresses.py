"""Which addresses may be asked: no other scheme, no password in it, nothing private by accident.

A name is resolved once, every address it has is checked, and the connection goes to a checked
one: a name server that answers otherwise the second time changes nothing.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

from km_graph.errors import ServerError

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # NAT64: an IPv4 address in the last 32 bits

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def check_url(url: str, schemes: tuple[str, ...] = ("http", "https")) -> None:
    """Refuse a URL that is not one of these schemes, names no host, or holds a password.

    Raises:
        ServerError: Saying which; the password is not repeated.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ServerError(url.rpartition("@")[2], f"is not a URL: {error}") from error
    if parts.username is not None or parts.password is not None:
        shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        raise ServerError(shown, "a URL must not hold a user or password", hint="state user=NAME")
    if parts.scheme not in schemes or not host:
        expected = ", ".join(f"{scheme}://" for scheme in schemes)
        raise ServerError(url, f"expected a URL that begins with one of {expected}")


def addresses_of(host: str, port: int, *, allow_private: bool = False) -> list[str]:
    """The addresses of a host, in the order to try them.

    Raises:
        ServerError: If it has none, or if one of them is private and private ones are not allowed.
    """
    where = f"{host}:{port}"
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ServerError(where, "this name is not known", hint="check the URL") from error
    addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
    for address in addresses:
        if not allow_private and not is_public(address):
            raise ServerError(
                where,
                f"{address} is a private address",
                hint="state allow_private=true if this server is meant",
            )
    return addresses


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, however it is written.

    Example:
        >>> [is_public(text) for text in ("93.184.215.14", "::ffff:127.0.0.1", "fe80::1%eth0")]
        [True, False, False]
    """
    return all(_is_global(part) for part in _parts(ipaddress.ip_address(address.partition("%")[0])))


def _is_global(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _parts(address: Address) -> list[Address]:
    """The addresses that a packet to this one may reach: those inside it, if it holds some."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped or address.sixtofour:
        return [part for part in (address.ipv4_mapped, address.sixtofour) if part]
    if address.teredo:
        return list(address.teredo)
    if address in _TRANSLATED:
        return [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)]
    return [address]

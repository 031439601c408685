import socket

import pytest

from km_graph.endpoints.addresses import addresses_of, check_url, is_public
from km_graph.errors import ServerError


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
    ],
)
def test_private_addresses_are_not_public_however_they_are_written(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"],
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "example.org", "", "http://"]
)
def test_refuses_what_is_no_http_url(url: str) -> None:
    with pytest.raises(ServerError, match="expected a URL that begins with one of http://"):
        check_url(url)


def test_refuses_a_password_in_a_url_without_repeating_it() -> None:
    with pytest.raises(ServerError) as caught:
        check_url("https://me:secret@example.org/")
    assert "https://example.org: a URL must not hold" in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://[::1/", "http://a:99999/", "http://u:secret@[::1/"])
def test_refuses_a_url_that_is_none(url: str) -> None:
    with pytest.raises(ServerError, match="is not a URL") as caught:
        check_url(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "2130706433", "0x7f.1"])
def test_refuses_a_private_host_unless_allowed(host: str) -> None:
    with pytest.raises(ServerError, match="is a private address; state allow_private=true"):
        addresses_of(host, 80)
    assert addresses_of(host, 80, allow_private=True)


def test_refuses_a_name_of_which_one_address_is_private(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", (address, 80)) for address in ("8.8.8.8", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(ServerError, match=r"two\.example:80: 10\.0\.0\.1 is a private address"):
        addresses_of("two.example", 80)


def test_a_name_that_is_too_long_is_not_known() -> None:
    with pytest.raises(ServerError, match="this name is not known"):
        addresses_of("a" * 70 + ".example", 80)

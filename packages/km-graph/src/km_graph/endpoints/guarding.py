"""Connections to the addresses that were checked, whatever a name means a moment later."""

import httpx2

from km_graph.endpoints.addresses import addresses_of, check_url


class GuardedTransport(httpx2.BaseTransport):
    """Looks every request's host up, redirects included, and connects to what was checked."""

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._inner = httpx2.HTTPTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer of the first of the host's addresses that takes the connection."""
        url = request.url
        check_url(str(url))
        port = url.port or (443 if url.scheme == "https" else 80)
        *others, last = addresses_of(url.host, port, allow_private=self._allow_private)
        for address in others:
            try:
                return self._inner.handle_request(_pinned(request, address))
            except (httpx2.ConnectError, httpx2.ConnectTimeout):
                continue
        return self._inner.handle_request(_pinned(request, last))

    def close(self) -> None:
        """Give the connections back."""
        self._inner.close()


def _pinned(request: httpx2.Request, address: str) -> httpx2.Request:
    return httpx2.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,  # Host among them, as the name it was
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )

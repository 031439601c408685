"""The HTTP client of a SPARQL endpoint, as its options have it."""

from km_graph.endpoints.http import Client, Limits
from km_graph.endpoints.retrying import password_of
from km_graph.endpoints.sparql import Sparql
from km_graph.errors import ConfigError


def connect(endpoint: Sparql) -> Client:
    """A client for an endpoint; close it, or use it as a context.

    Raises:
        ConfigError: If the URL or the password is missing.
        ServerError: If the URL is not one of http or https.
    """
    if not endpoint.url:
        raise ConfigError("sparql", ["needs the URL of a server"], hint="state url=https://…")
    limits = Limits(
        timeout=endpoint.timeout,
        max_bytes=endpoint.max_bytes,
        attempts=endpoint.attempts,
        backoff=endpoint.backoff,
        allow_private=endpoint.allow_private,
    )
    user = endpoint.user
    auth = (user, password_of(user, "KM_SPARQL_PASSWORD")) if user else None
    return Client(endpoint.url, limits, auth=auth, contact=endpoint.contact)

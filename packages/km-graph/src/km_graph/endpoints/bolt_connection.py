"""The driver of a Bolt server, as its options have it, and its errors in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

from neo4j import Driver, GraphDatabase, NotificationMinimumSeverity, Session
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
)

from km_graph.endpoints.addresses import check_url
from km_graph.endpoints.bolt import Neo4j
from km_graph.endpoints.retrying import TransientError, password_of
from km_graph.errors import ConfigError, GraphFormatError, ServerError

_SCHEMES = tuple(kind + tls for kind in ("neo4j", "bolt") for tls in ("", "+s", "+ssc"))


@contextmanager
def connected(endpoint: Neo4j) -> Iterator[Session]:
    """A session, errors of the driver turned into ours while the context lasts.

    Raises:
        ConfigError: If the URI or the password is missing.
        ServerError: If the server refuses.
        TransientError: If it may do better the next time.
    """
    if not endpoint.uri:
        raise ConfigError("neo4j", ["needs the URI of a server"], hint="state uri=neo4j://…")
    check_url(endpoint.uri, _SCHEMES)
    user = endpoint.user
    auth = (user, password_of(user, "KM_NEO4J_PASSWORD")) if user else None
    with _translated(endpoint), _driver(endpoint, auth) as driver:
        database = endpoint.database or None
        with driver.session(database=database, fetch_size=endpoint.batch) as session:
            yield session


def _driver(endpoint: Neo4j, auth: tuple[str, str] | None) -> Driver:
    return GraphDatabase.driver(
        endpoint.uri,
        auth=auth,
        connection_timeout=endpoint.timeout,
        connection_acquisition_timeout=endpoint.timeout,
        max_transaction_retry_time=0,  # trying again is ours
        telemetry_disabled=True,
        notifications_min_severity=NotificationMinimumSeverity.OFF,
        user_agent=f"km-graph/{version('km-graph')}",
    )


@contextmanager
def _translated(endpoint: Neo4j) -> Iterator[None]:
    try:
        yield
    except AuthError as error:
        raise ServerError(
            endpoint.uri,
            "refuses this user and password",
            hint="check user and KM_NEO4J_PASSWORD",
        ) from error
    except ClientError as error:
        raise _refused(endpoint, error) from error
    except ConfigurationError as error:
        raise ServerError(endpoint.uri, f"cannot be asked: {error}") from error
    except ServiceUnavailable as error:
        raise TransientError("cannot be reached, or broke off") from error
    except (Neo4jError, DriverError) as error:
        said = TransientError(f"failed: {_message(error)}")
        if error.is_retryable() or isinstance(error, DriverError):
            raise said from error
        raise ServerError(endpoint.uri, str(said)) from error


def _refused(endpoint: Neo4j, error: ClientError) -> Exception:
    if error.is_retryable():
        return TransientError(f"failed: {_message(error)}")
    if str(error.code).endswith("DatabaseNotFound"):
        return ServerError(
            endpoint.uri, f"has no database {endpoint.database!r}", hint="check database"
        )
    return ServerError(endpoint.uri, f"refuses: {_message(error)}")


def _message(error: Neo4jError | DriverError) -> str:
    said = getattr(error, "message", None) or str(error) or type(error).__name__
    return " ".join(str(said).split())[:300]


def name(text: str, endpoint: Neo4j) -> str:
    """A label, type or property as Cypher writes it.

    Raises:
        GraphFormatError: If it holds what some servers read as an escaped character: a backtick
            written so would end the name.
    """
    if "\\u" in text:
        raise GraphFormatError(
            endpoint.uri, f"Cypher has no safe way to write {text!r}", hint="rename it"
        )
    return "`" + text.replace("`", "``") + "`"

"""What ``km serve`` does: a graph, its reasoners and a server around them."""

import ipaddress
import os
import socket
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import uvicorn

from km_graph.errors import ConfigError
from km_graph.graph import KnowledgeGraph
from km_graph.opening import open_graph
from km_graph.progress import SILENT, Progress
from km_graph.store import GraphStore, is_graph_store, open_store
from km_reason.assembly import make_reasoner
from km_reason.contracts import Reasoner
from km_reason.options import ReasonOptions
from km_reason.serving.app import make_app
from km_reason.serving.limits import Limits

TOKEN = "KM_SERVE_TOKEN"
_SHUTDOWN_SECONDS = 10
_MAKE_STORE = "km graph store create makes one of a graph"
_WITHOUT_MODEL = ("retrieve-only", "random-path")


def serve(
    options: ReasonOptions,
    *,
    reasoners: Sequence[str] = (),
    host: str = "127.0.0.1",
    port: int = 8000,
    editable: bool = False,
    limits: Limits | None = None,
    announce: Callable[[str], None] = lambda _: None,
    progress: Progress = SILENT,
) -> None:
    """Answer over HTTP until the process is told to end; running questions are finished first.

    Args:
        options: The graph, and how to answer.
        reasoners: Who may answer; default: those that the options suffice for.
        host: The address to listen at.
        port: The port to listen at; 0 takes a free one.
        editable: Whether requests may change the graph, which must be a store then.
        limits: What requests may ask for.
        announce: Is told the address as soon as it takes connections.
        progress: Where to say how far reading the graph has come.

    Raises:
        ConfigError: If the address can be reached from outside and there is no token, it is
            taken, or what is to be changed is not a store.
        KmError: If the graph cannot be read or the first reasoner cannot be made.
    """
    token = os.environ.get(TOKEN) or None
    local = is_loopback(host)
    if not local and token is None:
        problem = f"{host} can be reached from other machines, and no token protects it"
        raise ConfigError("--host", [problem], hint=f"put a token into {TOKEN}")
    app = make_app(
        _opened(options.graph, editable=editable, progress=progress),
        makers(options, reasoners),
        linker=options.linker,
        walker=options.walker,
        limits=limits,
        min_confidence=options.min_confidence,
        editable=editable,
        token=token,
        hosts={host, "localhost", "127.0.0.1", "::1"} if local else None,
    )
    listening = _listening(host, port)
    announce(f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/")
    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
    with listening:
        uvicorn.Server(config).run(sockets=[listening])


def makers(options: ReasonOptions, names: Sequence[str] = ()) -> dict[str, Callable[[], Reasoner]]:
    """What makes each reasoner, the first made already, so that its errors come at once."""
    has_model = bool(options.adapter or options.model or options.completions or options.backend)
    has_planner = has_model or bool(options.training) or options.planner != "lm"
    default = (options.reasoner,) if has_planner else ()
    wanted = list(dict.fromkeys([*names] or [*default, *_WITHOUT_MODEL]))
    made: dict[str, Callable[[], Reasoner]] = {
        name: partial(make_reasoner, options.model_copy(update={"reasoner": name}))
        for name in wanted
    }
    first = made[wanted[0]]()
    return made | {wanted[0]: lambda: first}


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        problem = f"cannot listen at {host}, port {port}: {error.strerror}"
        raise ConfigError(
            "--port", [problem], hint="choose another, or 0 for a free one"
        ) from error


def _opened(path: str | Path, *, editable: bool, progress: Progress) -> KnowledgeGraph | GraphStore:
    if is_graph_store(path):
        return open_store(path)
    if editable:
        raise ConfigError("--edit", [f"{path} is not a graph store"], hint=_MAKE_STORE)
    return open_graph(path, progress=progress)

"""The heavy half of an endpoint, loaded when it is used: listing formats imports no driver."""

from importlib import import_module
from typing import Any

from km_graph.errors import MissingDependencyError


def engine(name: str, extra: str) -> Any:
    """The module ``km_graph.endpoints.<name>``, whose libraries come with an extra.

    Raises:
        MissingDependencyError: If they are not installed.
    """
    try:
        return import_module(f"km_graph.endpoints.{name}")
    except ModuleNotFoundError as error:
        if str(error.name).startswith("km_graph"):
            raise
        raise MissingDependencyError(f"the format {extra}", f"km-graph[{extra}]") from error

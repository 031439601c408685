"""Walkers by their plugin names."""

import logging
from functools import cache

from km_graph.errors import PluginError
from km_graph.plugins import PluginGroup
from km_graph.walkers.contracts import Walker

logger = logging.getLogger(__name__)

WALKERS = PluginGroup("km.walkers")


def load_walker(name: str = "auto") -> Walker:
    """A walker by its plugin name; ``"auto"`` is native where it works, else reference.

    Raises:
        PluginError: If a walker asked for by name is missing or broken.
    """
    if name != "auto":
        return _make(name)
    try:
        return _make("native")
    except PluginError as error:
        _say_once(str(error))
        return _make("reference")


def _make(name: str) -> Walker:
    walker: Walker = WALKERS.load(name)()
    return walker


@cache
def _say_once(why: str) -> None:
    logger.warning("walking in plain Python, which is slow: %s", why)

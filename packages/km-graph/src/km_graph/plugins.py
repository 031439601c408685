"""Find and load what installed packages offer, by standard-library entry points.

The entry point is the lazy-import boundary: listing never imports, loading imports one module.
Built-ins come through the same door as everybody else's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from km_graph.errors import DuplicatePluginError, PluginLoadError, PluginNotFoundError

# What a user who lacks a package would have to install, for the "no plugin" message.
_BROUGHT_BY = {
    ("km.walkers", "native"): "km-walk-native",
    ("km.encoders", "native"): "km-walk-native",
    ("km.commands", "data"): "km-data",
    ("km.commands", "train"): "km-train",
    ("km.commands", "ask"): "km-reason",
    ("km.commands", "eval"): "km-eval",
    ("km.commands", "demo"): "km-eval",
}
_PACKAGE_OF_STEP = {
    "data": "km-data",
    "train": "km-train",
    "reason": "km-reason",
    "eval": "km-eval",
}


@dataclass(frozen=True, slots=True)
class Plugin:
    """One entry point of one installed distribution.

    Attributes:
        group: Entry-point group, ``"km.walkers"`` for example.
        name: The name users write.
        origin: Distribution and version, ``"km-graph 0.1.0"``.
        target: ``"module:attribute"``.
    """

    group: str
    name: str
    origin: str
    target: str

    def load(self) -> Any:
        """The object behind the entry point.

        Raises:
            PluginLoadError: If its module does not import or lacks the attribute.
        """
        try:
            return EntryPoint(self.name, self.target, self.group).load()
        except Exception as error:  # a border: whatever a plugin raises is reported, not passed on
            raise PluginLoadError(self.group, self.name, self.origin, error) from error


@dataclass(frozen=True, slots=True)
class PluginGroup:
    """All plugins of one kind; knows their names without importing them.

    Example:
        >>> "reference" in PluginGroup("km.walkers").names()
        True
    """

    group: str

    def __iter__(self) -> Iterator[Plugin]:
        """Every plugin of the group, by name then origin; duplicates included."""
        found = {
            (point.name, _origin(point), point.value) for point in entry_points(group=self.group)
        }
        for name, origin, target in sorted(found):
            yield Plugin(self.group, name, origin, target)

    def names(self) -> tuple[str, ...]:
        """The names on offer, sorted."""
        return tuple(sorted({plugin.name for plugin in self}))

    def find(self, name: str) -> Plugin:
        """The one plugin of that name, not yet imported.

        Raises:
            PluginNotFoundError: If no package offers it.
            DuplicatePluginError: If two do.
        """
        found = [plugin for plugin in self if plugin.name == name]
        if not found:
            raise PluginNotFoundError(self.group, name, self.names(), brings=self._brings(name))
        if len(found) > 1:
            raise DuplicatePluginError(self.group, name, [plugin.origin for plugin in found])
        return found[0]

    def load(self, name: str) -> Any:
        """The object that the plugin of that name stands for; see ``find`` for errors."""
        return self.find(name).load()

    def _brings(self, name: str) -> str:
        if self.group == "km.steps":
            package = _PACKAGE_OF_STEP.get(name.partition(".")[0], "")
            return "" if package and _offers(self, package) else package
        return _BROUGHT_BY.get((self.group, name), "")


def _offers(group: PluginGroup, package: str) -> bool:
    return any(plugin.origin.startswith(f"{package} ") for plugin in group)


def _origin(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else "unknown"


GROUPS = (
    "km.commands",
    "km.graph_readers",
    "km.graph_writers",
    "km.encoders",
    "km.walkers",
    "km.question_sources",
    "km.textualizers",
    "km.example_builders",
    "km.example_formats",
    "km.executors",
    "km.base_models",
    "km.recipes",
    "km.models",
    "km.linkers",
    "km.planners",
    "km.reasoners",
    "km.metrics",
    "km.profiles",
    "km.steps",
)

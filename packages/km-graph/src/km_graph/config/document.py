"""A YAML file as plain values that remember the line they stand on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from km_graph.errors import ConfigError

Place = tuple[str | int, ...]
"""Keys and indices from the root of a document to a value."""


@dataclass
class Document:
    """The content of a YAML file and where each part of it was written.

    Attributes:
        source: The file.
        value: Its content in plain Python values.
        origins: By place, ``"file:line"`` or the override that set it.
    """

    source: str
    value: Any
    origins: dict[Place, str] = field(default_factory=dict)

    def where(self, place: Place) -> str:
        """Where a value, or the nearest thing around it, was written."""
        for length in range(len(place), -1, -1):
            if place[:length] in self.origins:
                return self.origins[place[:length]]
        return self.source


def read_document(path: str | Path) -> Document:
    """The content of a YAML file.

    Raises:
        ConfigError: If it cannot be read, is not YAML, or states a key twice.
    """
    source = str(path)
    loader = yaml.SafeLoader(_text(source))
    try:
        node = loader.get_single_node()
        reading = _Reading(source, loader)
        value = reading.value_of(node, ()) if node is not None else None
    except yaml.MarkedYAMLError as error:
        raise ConfigError("", [_syntax(source, error)]) from error
    except yaml.YAMLError as error:
        raise ConfigError(source, [f"expected YAML: {error}"]) from error
    finally:
        loader.dispose()
    if reading.problems:
        raise ConfigError("", reading.problems)
    return Document(source, value, reading.origins)


def _text(source: str) -> str:
    try:
        return Path(source).read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(source, [f"expected UTF-8 text: {error.reason}"]) from error
    except OSError as error:
        raise ConfigError(source, [(error.strerror or str(error)).lower()]) from error


def _syntax(source: str, error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    where = f"{source}:{mark.line + 1}" if mark else source
    return f"{where}: expected YAML: {error.problem or error.context}"


class _Reading:
    """Builds values from YAML nodes and notes lines and repeated keys on the way."""

    def __init__(self, source: str, loader: yaml.SafeLoader) -> None:
        self.source = source
        self.loader = loader
        self.origins: dict[Place, str] = {}
        self.problems: list[str] = []
        self.open: set[int] = set()

    def value_of(self, node: yaml.Node, place: Place) -> Any:
        self.origins.setdefault(place, self.line(node))
        if isinstance(node, yaml.ScalarNode):
            return self.loader.construct_object(node)
        if id(node) in self.open:
            self.problems.append(f"{self.line(node)}: an alias stands inside what it repeats")
            return None
        self.open.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return dict(self.items(node, place))
            assert isinstance(node, yaml.SequenceNode)
            return [self.value_of(item, (*place, i)) for i, item in enumerate(node.value)]
        finally:
            self.open.discard(id(node))

    def items(self, node: yaml.MappingNode, place: Place) -> Iterator[tuple[str, Any]]:
        self.note_repeated(node)
        self.loader.flatten_mapping(node)  # resolves "<<"
        for key_node, value_node in node.value:
            key = str(self.loader.construct_object(key_node))
            self.origins[*place, key] = self.line(key_node)
            yield key, self.value_of(value_node, (*place, key))

    def note_repeated(self, node: yaml.MappingNode) -> None:
        first: dict[str, yaml.Node] = {}
        for key_node, _ in node.value:
            key = str(key_node.value)
            if key in first and key != "<<":
                line = first[key].start_mark.line + 1
                self.problems.append(
                    f"{self.line(key_node)}: {key}: stated twice, first in line {line}"
                )
            first.setdefault(key, key_node)

    def line(self, node: yaml.Node) -> str:
        return f"{self.source}:{node.start_mark.line + 1}"

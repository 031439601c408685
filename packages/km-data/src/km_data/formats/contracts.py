"""What a form of example files must do."""

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from km_data.records.example import AnyExample
from km_graph.plugins import PluginGroup

EXAMPLE_FORMATS = PluginGroup("km.example_formats")

Row = dict[str, Any]


@runtime_checkable
class ExampleFormat(Protocol):
    """A form of the rows of example files; the plugin is an object."""

    def to_rows(self, example: AnyExample) -> list[Row]:
        """The JSON values of the rows that say an example, nearly always one.

        Raises:
            ValueError: If the form has no way to say this kind of example.
        """
        ...

    def recognizes(self, row: Mapping[str, Any]) -> bool:
        """Whether a row has the keys of this form; no other form takes it then."""
        ...

    def from_row(self, row: Mapping[str, Any], number: int) -> AnyExample:
        """The example that a row says, the same that ``to_rows`` was given.

        Args:
            row: Its JSON values, null ones left out.
            number: Which row of its file it is, for a row without an id.

        Raises:
            ValueError or TypeError: Saying what is wrong with the row.
        """
        ...

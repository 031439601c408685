"""The parameter type of files and folders that a command reads."""

from pathlib import Path
from typing import Any

import click

from km_graph.errors import DataError


class ExistingPath(click.Path):
    """A path that is there; a missing one is an error of the user's data, not of the usage.

    Args:
        kind: ``"file"``, ``"folder"``, or ``"file or folder"``, which may also be ``-``, the
            standard input.
    """

    def __init__(self, kind: str = "file or folder") -> None:
        super().__init__(path_type=Path)
        self.kind = kind
        self.name = {"folder": "directory", "file": "file"}.get(kind, "path")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path.

        Raises:
            DataError: If there is nothing of that kind.
        """
        path = Path(value)
        fits = {"file": path.is_file(), "folder": path.is_dir()}.get(self.kind, path.exists())
        if not fits and (self.kind, value) != ("file or folder", "-"):
            wrong = f"is not a {self.kind}" if path.exists() else f"no such {self.kind}"
            given = f", given as {param.get_error_hint(ctx)}" if param else ""
            raise DataError(value, f"{wrong}{given}", hint="check the path")
        return super().convert(value, param, ctx)

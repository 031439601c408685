"""Write docs/reference/cli.md from the help of every ``km`` command; ``--check`` only compares."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from km_graph.cli.main import km

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "cli.md"
START = """# Commands

Written from the commands' own help by `tools/write_cli_reference.py`; a test compares.
Exit codes: 0 done, 1 an error that is said in one sentence, 2 wrong usage, 130 interrupted.
"""


def sections(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    """One section for a command, then those of its subcommands."""
    context = click.Context(
        command, info_name=name.rsplit(" ", 1)[-1], parent=parent, max_content_width=90
    )
    yield f"## {name}\n\n```text\n{command.get_help(context).strip()}\n```\n"
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found is not None:
                yield from sections(found, f"{name} {inner}", context)


def main() -> int:
    """Write the page, or with ``--check`` tell whether it is up to date."""
    os.environ["COLUMNS"] = "90"
    page = "\n".join([START, *sections(km, "km", None)])
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.exists() and PAGE.read_text("utf-8") == page else 1
    PAGE.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What the RDF parser complains about, in the words of this package."""

import re
from pathlib import Path

from km_graph.errors import GraphFormatError

_WHERE = re.compile(r"Parser error at line \d+ (?:between columns|column) (\d+)(?: and \d+)?: ")
_REMOTE = "No LoadDocumentCallback"
_SHOWN = 200


def explained(
    error: SyntaxError | MemoryError, path: Path, *, line: int | None = None
) -> GraphFormatError:
    """The error as one sentence with file and, where there are lines, the line."""
    if isinstance(error, MemoryError):
        return GraphFormatError(path, "a term is longer than 16 MiB", line=line)
    message = error.msg
    if _REMOTE in message:
        return GraphFormatError(
            path,
            "its JSON-LD context lies elsewhere, and nothing is fetched",
            hint="write the context into the file",
        )
    found = _WHERE.match(message)
    at = f" at column {found[1]}" if found else ""
    what = message[found.end() :] if found else message
    what = what if len(what) <= _SHOWN else what[:_SHOWN] + "…"
    return GraphFormatError(
        path, f"expected RDF{at}: {what}", line=error.lineno if line is None else line
    )

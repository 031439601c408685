"""What a server sends comes page by page, and each page can be kept, so that a break costs one.

A page lies in a folder of its own question (server, query, sizes), as one JSON file that is
there whole or not at all. Reading it again replays the pages that are there and asks the server
for those after them only. When all have come the folder goes away: the next reading starts anew.
"""

import hashlib
import json
import logging
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from km_graph.errors import DataError, ServerError
from km_graph.files import atomic_file, read_json
from km_graph.formats.contracts import Statement
from km_graph.graph import Triple
from km_graph.graph.attributes import Attribute

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of what a server states.

    Attributes:
        statements: What it states, in order.
        next: Where the next page begins, in the words of its source; None after the last.
    """

    statements: list[Statement]
    next: str | None


class KeptPages:
    """The pages of one question, in files."""

    def __init__(self, folder: Path, question: Mapping[str, object]) -> None:
        asked = json.dumps(question, sort_keys=True, default=str)
        self.folder = folder / hashlib.sha256(asked.encode()).hexdigest()[:16]

    def load(self, number: int, begins: str) -> Page | None:
        """The page of that number, or None if it has yet to come."""
        path = self._path(number)
        if not path.exists():
            return None
        try:
            kept = read_json(path)
            if kept["begins"] != begins:
                return None
            rows = [(Triple if len(row) == 3 else Attribute)(*row) for row in kept["statements"]]
            return Page(rows, kept["next"])
        except (DataError, KeyError, TypeError) as error:
            logger.warning("%s is not a page and is asked for again: %s", path, error)
            return None

    def save(self, number: int, begins: str, page: Page) -> None:
        """Keep a page.

        Raises:
            OutputError: If it cannot be written.
        """
        kept = {"begins": begins, "next": page.next, "statements": page.statements}
        with atomic_file(self._path(number)) as file:
            json.dump(kept, file, ensure_ascii=False, separators=(",", ":"))

    def remove(self) -> None:
        """Forget all pages."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, number: int) -> Path:
        return self.folder / f"page-{number:06}.json"


def read_pages(
    source: Callable[[str], Iterator[Page]], folder: Path | None, question: Mapping[str, object]
) -> Iterator[Statement]:
    """The statements of all pages, those kept in ``folder`` first.

    Args:
        source: The pages from where one begins; ``""`` is the start.
        folder: Where to keep pages; None keeps none.
        question: What the pages answer: pages of another question are not taken for them.

    Raises:
        ServerError: If the server fails for good.
    """
    kept = KeptPages(folder, question) if folder else None
    number, begins = 0, ""
    while kept and (page := kept.load(number, begins)):
        yield from page.statements
        if page.next is None:
            kept.remove()
            return
        number, begins = number + 1, page.next
    if number:
        logger.info("%d pages were kept from before", number)
    try:
        for page in source(begins):
            if kept:
                kept.save(number, begins, page)
            logger.debug("page %d: %d statements", number, len(page.statements))
            number, begins = number + 1, page.next or ""
            yield from page.statements
    except ServerError as error:
        error.hint = "; ".join(filter(None, (error.hint, _advice(number, folder))))
        raise
    if kept:
        kept.remove()


def _advice(number: int, folder: Path | None) -> str:
    if folder is None:
        return "with pages=FOLDER a reading that breaks goes on where it broke"
    if number:
        return f"what came is kept in {folder}: read again to go on after it"
    return ""

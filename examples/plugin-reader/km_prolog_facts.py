"""Read Prolog facts: ``capital_of('Paris', france).`` is the triple Paris, capital_of, france."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from km_graph.errors import GraphFormatError
from km_graph.formats.lines import read_lines
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.graph import Triple

_ATOM = r"(?:'(?:[^'\\]|'')+'|[a-z]\w*|\d+)"
_FACT = re.compile(rf"\s*([a-z]\w*)\(\s*({_ATOM})\s*,\s*({_ATOM})\s*\)\s*\.\s*")


@dataclass(frozen=True)
class PrologFacts:
    """Facts of two arguments, one a line; its fields are what ``--option NAME=VALUE`` sets."""

    suffixes: tuple[str, ...] = (".pl",)
    comment: str = "%"

    def read(self, path: Path, options: ReadOptions = DEFAULT) -> Iterator[Triple]:
        """The facts of a file; blank lines and comments are skipped."""
        for number, line in read_lines(path, options):
            if not line.strip() or line.lstrip().startswith(self.comment):
                continue
            if fact := _FACT.fullmatch(line):
                yield Triple(_label(fact[2]), fact[1], _label(fact[3]))
            else:
                problem = f"expected a fact such as capital_of(paris, france)., found {line!r}"
                options.on_problem(GraphFormatError(path, problem, line=number))


def _label(atom: str) -> str:
    return atom[1:-1].replace("''", "'") if atom.startswith("'") else atom


READER = PrologFacts()

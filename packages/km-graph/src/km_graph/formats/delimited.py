r"""Graph files of one triple a line, its three labels between separators.

TSV and MetaQA's ``head|relation|tail`` have no quoting: a label is what stands between the
separators, to the last space. CSV quotes as RFC 4180 has it, so its labels can hold anything.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from km_graph.errors import GraphFormatError
from km_graph.formats.lines import read_lines, shorten, write_lines
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.graph import KnowledgeGraph, Triple

_QUOTED = re.compile(r'[",\r\n]')


@dataclass(frozen=True, slots=True)
class Delimited:
    r"""One way of writing a triple on a line.

    Attributes:
        separator: What stands between two labels.
        described: The separator in words, for messages.
        suffixes: The file suffixes that mean this format.
        quoting: Whether a label may stand in ``"…"``, with ``""`` for a quote in it.
    """

    separator: str
    described: str
    suffixes: tuple[str, ...]
    quoting: bool = False

    def read(self, path: Path, options: ReadOptions = DEFAULT) -> Iterator[Triple]:
        """The triples of a file, blank lines skipped.

        Raises:
            GraphFormatError: If a line has not three fields or one of them is empty.
        """
        split = self._quoted_records if self.quoting else self._records
        for number, line, fields in split(path, options.encoding):
            if len(fields) != 3:
                message = (
                    f"expected 3 {self.described}-separated fields, found {len(fields)}: "
                    f"{shorten(line)}"
                )
                raise GraphFormatError(path, message, line=number)
            if not all(fields):
                message = (
                    f"expected a head, a relation and a tail, found an empty field: {shorten(line)}"
                )
                raise GraphFormatError(path, message, line=number)
            yield Triple(*fields)

    def write(self, graph: KnowledgeGraph, path: Path) -> None:
        """Write one triple a line in order of ids; see ``GraphWriter``."""
        encode = self._encoder(path)
        entities = list(map(encode, graph.entities))
        relations = list(map(encode, graph.relations))
        write_lines(
            path,
            (
                self.separator.join((entities[head], relations[relation], entities[tail]))
                for head, relation, tail in graph.triple_ids().tolist()
            ),
        )

    def _records(self, path: Path, encoding: str) -> Iterator[tuple[int, str, list[str]]]:
        for number, line in _text_lines(path, encoding):
            if line.strip(" "):
                yield number, line, line.split(self.separator)

    def _quoted_records(self, path: Path, encoding: str) -> Iterator[tuple[int, str, list[str]]]:
        lines = (line for _, line in _text_lines(path, encoding, keep_ends=True))
        reader = csv.reader(lines, delimiter=self.separator, strict=True)
        while True:
            number = reader.line_num + 1
            try:
                fields = next(reader, None)
            except csv.Error as error:
                what = str(error).partition(" - ")[0]  # what follows is advice to programmers
                raise GraphFormatError(
                    path, f"expected CSV as in RFC 4180: {what}", line=number
                ) from error
            if fields is None:
                return
            if any(field.strip(" ") for field in fields) or len(fields) > 1:
                yield number, self.separator.join(fields), fields

    def _encoder(self, path: Path) -> Callable[[str], str]:
        unsafe = re.compile("\0" if self.quoting else f"[{re.escape(self.separator)}\r\n\0]")

        def encode(label: str) -> str:
            if not label or unsafe.search(label):
                raise GraphFormatError(
                    path,
                    f"{self.described}-separated fields cannot hold the label {shorten(label)}",
                    hint="write ntriples or a graph folder instead",
                )
            if self.quoting and _QUOTED.search(label):
                return '"' + label.replace('"', '""') + '"'
            return label

        return encode


def _text_lines(path: Path, encoding: str, *, keep_ends: bool = False) -> Iterator[tuple[int, str]]:
    for number, line in read_lines(path, encoding=encoding, keep_ends=keep_ends):
        if "\0" in line:
            raise GraphFormatError(path, "expected text, found a NUL byte", line=number)
        yield number, line


TSV = Delimited("\t", "tab", (".tsv",))
CSV = Delimited(",", "comma", (".csv",), quoting=True)
METAQA = Delimited("|", "bar", ())

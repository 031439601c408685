r"""Graph files of one triple a line, its labels in columns between separators.

TSV and MetaQA's ``head|relation|tail`` have no quoting: a label is what stands between the
separators, to the last space. CSV quotes as RFC 4180 has it, so its labels can hold anything.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from km_graph.encoding import LineLayout
from km_graph.errors import ConfigError, GraphFormatError
from km_graph.formats.columns import PLACES, Columns, named_columns, stated_columns
from km_graph.formats.lines import read_lines, shorten, write_lines
from km_graph.formats.quoted import QuotedRecords, quoted_field
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.formats.writing import leave_attributes_out
from km_graph.graph import KnowledgeGraph, Triple

Records = Iterator[tuple[int, list[str]]]
"""Records, each with the number of its first line."""

_NAMED = {"tab": "\t", "comma": ",", "bar": "|", "semicolon": ";", "space": " ", r"\t": "\t"}
_NO_SEPARATOR = re.compile('[\r\n\0"\ud800-\udfff]')
_DESCRIBED = {separator: name for name, separator in _NAMED.items() if len(name) > 2}


@dataclass(frozen=True, slots=True)
class Delimited:
    r"""One way of writing a triple on a line.

    Attributes:
        separator: What stands between two fields; ``tab``, ``comma``, ``bar``, ``semicolon`` and
            ``space`` may be given by name.
        columns: What the fields are, in order, ``_`` for one that is not read:
            ``"relation,head,tail"``. Empty for head, relation, tail, or for what the header says.
        header: Whether the first line names the columns.
        head: What the header calls the head; likewise ``relation`` and ``tail``.
        quoting: Whether a field may stand in ``"…"``, with ``""`` for a quote in it.
        suffixes: The file suffixes that mean this format.
    """

    separator: str = "\t"
    columns: str = ""
    header: bool = False
    head: str = "head"
    relation: str = "relation"
    tail: str = "tail"
    quoting: bool = False
    suffixes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        separator = _NAMED.get(self.separator, self.separator)
        if not separator or _NO_SEPARATOR.search(separator):
            raise ConfigError("separator", [f"{separator!r} cannot stand between fields"])
        object.__setattr__(self, "separator", separator)
        self._stated()

    @property
    def layout(self) -> LineLayout | None:
        """How a line states a triple, where that is all there is to know of the file."""
        separator = self.separator.encode()
        if self.quoting or self.header or len(separator) != 1:
            return None
        columns = self._stated()
        return LineLayout(separator, columns.n_fields, columns.head, columns.relation, columns.tail)

    def read(self, path: Path, options: ReadOptions = DEFAULT) -> Iterator[Triple]:
        """The triples of a file, blank lines skipped.

        Raises:
            GraphFormatError: If a line has another number of fields, a NUL byte or an empty
                label, or the header lacks a column.
        """
        records = self.records(path, options)
        columns = self._header(path, records) if self.header else self._stated()
        head, relation, tail, count = columns
        for number, fields in records:
            if len(fields) == count:
                triple = Triple(fields[head], fields[relation], fields[tail])
                if triple[0] and triple[1] and triple[2]:
                    yield triple
                    continue
            options.on_problem(GraphFormatError(path, self._wrong(fields, count), line=number))

    def write(self, graph: KnowledgeGraph, path: Path) -> None:
        """Write one triple a line in order of ids; see ``GraphWriter``."""
        leave_attributes_out(graph, path)
        encode = self._encoder(path)
        entities = list(map(encode, graph.entities))
        relations = list(map(encode, graph.relations))
        rows = (
            (entities[head], relations[relation], entities[tail])
            for head, relation, tail in graph.triple_ids().tolist()
        )
        names = [tuple(map(encode, (self.head, self.relation, self.tail)))] if self.header else []
        write_lines(path, map(self._line(), chain(names, rows)))

    def _stated(self) -> Columns:
        return stated_columns(self.columns or ",".join(PLACES))

    def _described(self) -> str:
        return _DESCRIBED.get(self.separator, repr(self.separator))

    def _header(self, path: Path, records: Records) -> Columns:
        number, names = next(records, (1, []))
        if not names:
            raise GraphFormatError(path, "expected a line that names the columns, found nothing")
        try:
            found = named_columns(names, (self.head, self.relation, self.tail))
        except ValueError as error:
            if not self.columns:
                raise GraphFormatError(
                    path,
                    f"the header has {error}",
                    line=number,
                    hint="name the columns, or state their order as columns",
                ) from error
            found = self._stated()
        return found

    def records(self, path: Path, options: ReadOptions = DEFAULT) -> Records:
        """The fields of each record with its first line, the header among them."""
        lines = _text(path, options, keep_ends=self.quoting)
        if not self.quoting:
            for number, line in lines:
                if line.strip(" "):
                    yield number, line.split(self.separator)
            return

        def problem(line: int, what: str) -> None:
            options.on_problem(
                GraphFormatError(path, f"expected CSV as in RFC 4180: {what}", line=line)
            )

        for number, fields in QuotedRecords(lines, self.separator, options.max_line, problem):
            if len(fields) > 1 or fields[0].strip(" "):
                yield number, fields

    def _wrong(self, fields: list[str], count: int) -> str:
        shown = shorten(self.separator.join(fields))
        if len(fields) != count:
            kind = f"{self._described()}-separated fields"
            return f"expected {count} {kind}, found {len(fields)}: {shown}"
        return f"expected a head, a relation and a tail, found an empty field: {shown}"

    def _encoder(self, path: Path) -> Callable[[str], str]:
        separator = re.escape(self.separator)
        unsafe = re.compile("\0" if self.quoting else f"{separator}|[\r\n\0]")

        def encode(label: str) -> str:
            if not label or unsafe.search(label):
                raise GraphFormatError(
                    path,
                    f"{self._described()}-separated fields cannot hold the label {shorten(label)}",
                    hint="write jsonl or a graph folder instead",
                )
            return quoted_field(label, self.separator) if self.quoting else label

        return encode

    def _line(self) -> Callable[[tuple[str, ...]], str]:
        columns = self._stated()
        if columns.in_order:
            return self.separator.join

        def line(labels: tuple[str, ...]) -> str:
            fields = [""] * columns.n_fields
            fields[columns.head], fields[columns.relation], fields[columns.tail] = labels
            return self.separator.join(fields)

        return line


def _text(path: Path, options: ReadOptions, *, keep_ends: bool) -> Iterator[tuple[int, str]]:
    for number, line in read_lines(path, options, keep_ends=keep_ends):
        if "\0" in line:
            problem = GraphFormatError(path, "expected text, found a NUL byte", line=number)
            options.on_problem(problem)
        else:
            yield number, line


TSV = Delimited(suffixes=(".tsv",))
CSV = Delimited(",", quoting=True, suffixes=(".csv",))
METAQA = Delimited("|")

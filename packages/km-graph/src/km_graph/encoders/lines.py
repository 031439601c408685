"""Lines of plain text as triples, checked one by one: what every encoder falls back on."""

from collections.abc import Iterator

from km_graph.encoding import LineError, LineLayout
from km_graph.graph import Triple


def checked_triples(block: bytes | memoryview, layout: LineLayout) -> list[Triple]:
    r"""The triples of whole lines; see ``TripleEncoder.add_lines``.

    Raises:
        LineError: At the first line that is not as the layout says.

    Example:
        >>> checked_triples(b"a\tr\tb\r\n\n", LineLayout())
        [Triple(head='a', relation='r', tail='b')]
    """
    raw = bytes(block)
    good = _text_length(raw)
    if good == len(raw):
        return list(_triples(raw.decode(), layout))
    # A line before the one that is no text may have another fault.
    list(_triples(raw[: raw.rfind(b"\n", 0, good) + 1].decode(), layout))
    raise LineError(raw.count(b"\n", 0, good))


def _text_length(raw: bytes) -> int:
    zero = raw.find(b"\0")
    end = len(raw) if zero < 0 else zero
    try:
        raw[:end].decode()
    except UnicodeDecodeError as error:
        return error.start
    return end


def _triples(text: str, layout: LineLayout) -> Iterator[Triple]:
    separator, n_fields = layout.separator.decode(), layout.n_fields
    lines = text.split("\n")
    last = len(lines) - 1
    for index, line in enumerate(lines):
        whole = line.removesuffix("\r") if index < last else line
        fields = whole.split(separator)
        if len(fields) == n_fields:
            triple = Triple(fields[layout.head], fields[layout.relation], fields[layout.tail])
            if all(triple):
                yield triple
                continue
        if whole.strip(" "):
            raise LineError(index)

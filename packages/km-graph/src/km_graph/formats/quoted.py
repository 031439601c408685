r"""Records whose fields may stand in quotes, as RFC 4180 has it.

The ``csv`` module of Python does the same, but its longest field is a setting of the whole
process, and after a mistake it goes on behind it rather than at the next line.
"""

from collections import deque
from collections.abc import Callable, Iterator


class _WrongError(ValueError):
    """What is wrong with a record."""


class _OpenError(_WrongError):
    """A quote that is not closed; most likely it was no quote, so its lines are read again."""


def quoted_field(text: str, separator: str) -> str:
    """A field as it is written: in quotes where it must be."""
    if separator in text or '"' in text or "\n" in text or "\r" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


class QuotedRecords:
    """The records of numbered lines that still have their ends, with the line each begins at.

    A record that is wrong is handed to ``problem`` and left out, and so is one that goes over a
    line that is missing among ``lines``. If a quote is not closed, that is its first line only.
    """

    def __init__(
        self,
        lines: Iterator[tuple[int, str]],
        separator: str,
        max_record: int,
        problem: Callable[[int, str], None],
    ) -> None:
        self._lines = lines
        self._again: deque[tuple[int, str]] = deque()
        self._separator = separator
        self._max_record = max_record
        self._problem = problem

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        while (numbered := self._next()) is not None:
            number, line = numbered
            if '"' not in line and "\r" not in line:
                yield number, line.removesuffix("\n").split(self._separator)
                continue
            taken = [numbered]
            try:
                fields = self._fields(line, taken)
            except _WrongError as error:
                if isinstance(error, _OpenError):
                    self._again.extendleft(reversed(taken[1:]))
                self._problem(number, str(error))
            else:
                yield number, fields

    def _next(self) -> tuple[int, str] | None:
        return self._again.popleft() if self._again else next(self._lines, None)

    def _fields(self, line: str, taken: list[tuple[int, str]]) -> list[str]:
        fields = []
        position = 0
        while True:
            if line.startswith('"', position):
                field, line, position = self._quoted(line, position + 1, taken)
            else:
                field, position = self._unquoted(line, position)
            fields.append(field)
            if line.startswith(self._separator, position):
                position += len(self._separator)
            elif position == _end(line):
                if taken[-1][0] - taken[0][0] >= len(taken):
                    raise _WrongError("a line within quotes cannot be read")
                return fields
            else:
                raise _WrongError(f"expected {self._separator!r} or the end of the line")

    def _unquoted(self, line: str, position: int) -> tuple[str, int]:
        end = line.find(self._separator, position)
        end = _end(line) if end < 0 else end
        field = line[position:end]
        if "\r" in field:
            raise _WrongError("a line end in a field that is not quoted")
        return field, end

    def _quoted(
        self, line: str, position: int, taken: list[tuple[int, str]]
    ) -> tuple[str, str, int]:
        parts: list[str] = []
        length = 0
        while (end := _closing(line, position)) is None:
            parts.append(line[position:])
            length += len(parts[-1])
            if length > self._max_record:
                raise _OpenError(f"a field is longer than {self._max_record:,} characters")
            line, position = self._following(taken), 0
        parts.append(line[position:end])
        return "".join(parts).replace('""', '"'), line, end + 1

    def _following(self, taken: list[tuple[int, str]]) -> str:
        following = self._next()
        if following is None:
            raise _OpenError("a quote is not closed")
        taken.append(following)
        return following[1]


def _end(line: str) -> int:
    return len(line.removesuffix("\n").removesuffix("\r"))


def _closing(line: str, position: int) -> int | None:
    while (position := line.find('"', position)) >= 0:
        if not line.startswith('"', position + 1):
            return position
        position += 2
    return None

"""The items of a JSON array of any length, one by one.

Only as much of the text is held as the item being read needs. The decoder of the standard library
takes one value from the front of a text; where that fails at the end of what was read so far,
twice as much is read and it is asked again, so an item costs twice its own length at most.
"""

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NoReturn

from km_data.sources.problems import as_data_error
from km_graph.errors import DataError, GraphFormatError

_CHUNK = 1 << 18
_LONGEST_ITEM = 64 * 2**20
_NEAR = 16  # characters: longer than any literal or escape that the end may cut
_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


def array_items(stream: IO[bytes], path: Path) -> Iterator[tuple[int, Any]]:
    """The items of an array with the lines they begin at.

    Raises:
        DataError: If it is not UTF-8 text or not one whole array.
    """
    text = _Text(stream, path)
    text.expect("[")
    ended = text.following() == "]" and bool(text.expect("]"))
    while not ended:
        text.following()
        yield text.line, text.value()
        ended = text.expect(",]") == "]"
    text.expect_end()


class _Text:
    """The text from where reading has come to, as far as it was read."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self._stream = stream
        self._path = path
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._held = ""
        self._at = 0
        self.line = 1

    def following(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            blank = _BLANK.match(self._held, self._at)
            self._move(blank.end() if blank else self._at)
            if self._at < len(self._held):
                return self._held[self._at]
            if not self._more():
                return ""

    def expect(self, characters: str) -> str:
        """Take the next character that is not blank, which is to be one of these."""
        found = self.following()
        if not found or found not in characters:
            wanted = " or ".join(map(repr, characters))
            self._refuse(f"expected {wanted}, found {found or 'the end of the file'!r}")
        self._move(self._at + 1)
        return found

    def expect_end(self) -> None:
        """Refuse anything more."""
        if found := self.following():
            self._refuse(f"expected the end of the file, found {found!r}")

    def value(self) -> Any:
        """Take one JSON value."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self._held, self._at)
            except json.JSONDecodeError as error:
                if not (self._may_go_on(error) and self._more()):
                    self._move(error.pos)
                    self._refuse(f"expected JSON: {error.msg}")
            except RecursionError:
                self._refuse("the JSON is nested too deep")
            except ValueError:
                self._refuse("expected JSON: a number of thousands of digits")
            else:
                # What ends in a digit may go on with another.
                if end == len(self._held) and self._more():
                    continue
                self._move(end)
                return value

    def _may_go_on(self, error: json.JSONDecodeError) -> bool:
        return error.pos + _NEAR > len(self._held) or error.msg.startswith("Unterminated string")

    def _more(self) -> bool:
        if len(self._held) - self._at > _LONGEST_ITEM:
            self._refuse(f"a record is longer than {_LONGEST_ITEM:,} characters")
        try:
            data = self._stream.read(max(_CHUNK, len(self._held) - self._at))
        except GraphFormatError as error:
            raise as_data_error(error, line=self.line) from error
        self._held, self._at = self._held[self._at :], 0
        try:
            self._held += self._decode(data, not data)
        except UnicodeDecodeError as error:
            self.line += self._held.count("\n") + data.count(b"\n", 0, error.start)
            self._refuse(f"expected UTF-8 text: {error.reason}")
        return bool(data)

    def _move(self, place: int) -> None:
        self.line += self._held.count("\n", self._at, place)
        self._at = place

    def _refuse(self, message: str) -> NoReturn:
        raise DataError(self._path, message, line=self.line)

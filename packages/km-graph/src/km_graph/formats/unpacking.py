"""What a packed source expands to, never more than the limits allow."""

import io
from pathlib import Path

from km_graph.errors import GraphFormatError, KmError
from km_graph.formats.byte_source import Source
from km_graph.formats.compression import Compression, Decoder
from km_graph.formats.reading import ReadOptions

_CHUNK = 1 << 16
_FREE = 16 << 20  # what a packed file may expand to before its ratio is looked at


class Unpacked(io.RawIOBase):
    """What a packed source expands to, one member after the other, within the limits."""

    def __init__(self, source: Source, packing: Compression, options: ReadOptions) -> None:
        super().__init__()
        self._source = source
        self._packing = packing
        self._options = options
        self._decoder: Decoder = packing.decoder()
        self._taken = self._given = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Put the bytes that come next into a buffer; how many they are."""
        try:
            piece = self._piece(len(buffer))
        except EOFError:
            raise GraphFormatError(
                self._source.path,
                f"the {self._packing.name} data ends too early",
                hint="fetch the file again",
            ) from None
        except KmError:
            raise
        except self._packing.errors() as error:
            what = str(error).rpartition(": ")[2]
            raise GraphFormatError(
                self._source.path, f"expected {self._packing.name} data: {what}"
            ) from error
        buffer[: len(piece)] = piece
        self._check(len(piece))
        return len(piece)

    def close(self) -> None:
        """Close the file, if it is not the standard input."""
        self._source.close()
        super().close()

    def _piece(self, size: int) -> bytes:
        while True:
            data = b""
            if self._decoder.eof:
                data = self._between()
                if not data:
                    return b""
                self._decoder = self._packing.decoder()
            elif self._decoder.needs_input:
                data = self._take()
            fed = bool(data) or not self._decoder.needs_input
            piece = self._decoder.decompress(data, size)
            if piece:
                return piece
            if not fed and not self._decoder.eof:
                raise EOFError

    def _between(self) -> bytes:
        # Members may be padded with zeros, as on tape.
        data = self._decoder.unused_data.lstrip(b"\0")
        while not data and (more := self._take()):
            data = more.lstrip(b"\0")
        return data

    def _take(self) -> bytes:
        data = self._source.take(_CHUNK)
        self._taken += len(data)
        return data

    def _check(self, n: int) -> None:
        self._given += n
        refuse_expansion(self._source.path, self._given, self._taken, self._options)


def refuse_expansion(path: Path, expanded: int, packed: int, options: ReadOptions) -> None:
    """Raise GraphFormatError if so many packed bytes expand to more than the options allow."""
    if expanded > options.max_expanded:
        limit, name = f"{options.max_expanded:,} bytes", "max_expanded"
    elif expanded > max(_FREE, options.max_ratio * packed):
        limit, name = f"{options.max_ratio:,} times its size", "max_ratio"
    else:
        return
    raise GraphFormatError(
        path, f"expands to more than {limit}", hint=f"raise {name} if the file can be trusted"
    )

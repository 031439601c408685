"""The ways in which a file may be packed: gzip, Zstandard, bzip2 and xz.

Unpacking goes through one interface, that of ``bz2.BZ2Decompressor``: its output is bounded, so a
small file can never fill the memory.
"""

import bz2
import gzip
import lzma
import sys
import zlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol, cast

from km_graph.errors import MissingDependencyError

_XZ_MEMORY = 512 * 2**20  # four times what `xz -9` needs; a crafted header asks for 4 GB

_XZ_PRESET = 1  # on triples, a third larger than the default 6 and ten times faster


class Decoder(Protocol):
    """Unpacks one member of a packed file."""

    @property
    def eof(self) -> bool:
        """Whether the end of the member was seen."""
        ...

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes without more packed bytes."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What was fed beyond the end of the member."""
        ...

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most ``max_length`` more bytes."""
        ...


class _Gunzip:
    """``zlib.decompressobj`` with the interface of the others."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(wbits=31)  # 31: a gzip header, its CRC checked

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def needs_input(self) -> bool:
        return not self._inflate.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inflate.decompress(self._inflate.unconsumed_tail + data, max_length)


class Compression(NamedTuple):
    """One way of packing a file.

    Attributes:
        name: What it is called in messages.
        suffix: The suffix of such files.
        magic: How they begin, ``?`` for any byte.
        decoder: Makes what unpacks one member.
        errors: Gives what a decoder raises at bytes that are not of its kind.
        packed: Opens a binary file for writing so that what is written is packed, the same
            bytes for the same content.
    """

    name: str
    suffix: str
    magic: bytes
    decoder: Callable[[], Decoder]
    errors: Callable[[], tuple[type[Exception], ...]]
    packed: Callable[[IO[bytes]], IO[bytes]]


def _zstd() -> Any:
    name = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise MissingDependencyError("reading and writing .zst", "km-graph[zstd]") from error


def _gzip_file(file: IO[bytes]) -> IO[bytes]:
    # No name and no time in the header: the same content gives the same bytes.
    return cast(IO[bytes], gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0))


def _zstd_file(file: IO[bytes]) -> IO[bytes]:
    zstd = _zstd()
    checked = {zstd.CompressionParameter.checksum_flag: 1}  # as the zstd command does
    return cast(IO[bytes], zstd.ZstdFile(file, "wb", options=checked))


def _bzip2_file(file: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], bz2.BZ2File(file, "wb"))


def _xz_file(file: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], lzma.LZMAFile(file, "wb", preset=_XZ_PRESET))


COMPRESSIONS = (
    Compression("gzip", ".gz", b"\x1f\x8b", _Gunzip, lambda: (zlib.error,), _gzip_file),
    Compression(
        "Zstandard",
        ".zst",
        b"\x28\xb5\x2f\xfd",
        lambda: cast(Decoder, _zstd().ZstdDecompressor()),
        lambda: (_zstd().ZstdError,),
        _zstd_file,
    ),
    Compression(
        "bzip2",
        ".bz2",
        b"BZh?1AY&SY",
        bz2.BZ2Decompressor,
        lambda: (OSError, ValueError),
        _bzip2_file,
    ),
    Compression(
        "xz",
        ".xz",
        b"\xfd7zXZ\x00",
        lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY),
        lambda: (lzma.LZMAError,),
        _xz_file,
    ),
)


def by_suffix(path: Path) -> Compression | None:
    """How a file of that name is packed."""
    return next((one for one in COMPRESSIONS if one.suffix == path.suffix), None)


def by_content(start: bytes) -> Compression | None:
    """How a file that begins like this is packed; no UTF-8 text of triples begins like one."""
    for one in COMPRESSIONS:
        if len(start) >= len(one.magic) and _agree(start, one.magic):
            return one
    return None


def tells_packing(start: bytes) -> bool:
    """Whether the start of a file is long enough to tell how it is packed."""
    return not any(len(start) < len(one.magic) and _agree(start, one.magic) for one in COMPRESSIONS)


def _agree(start: bytes, magic: bytes) -> bool:
    return all(
        found == wanted or wanted == ord("?") for found, wanted in zip(start, magic, strict=False)
    )


def format_suffix(path: Path) -> str:
    """The suffix that tells the format of a file: that of ``facts.tsv.gz`` is ``.tsv``.

    Example:
        >>> format_suffix(Path("facts.tsv.gz")), format_suffix(Path("facts.tsv"))
        ('.tsv', '.tsv')
    """
    return Path(path.stem if by_suffix(path) else path.name).suffix

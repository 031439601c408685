"""Arrays in one file that is opened without reading it: the safetensors format.

Eight bytes of header length, a JSON header that says what lies where, then the raw arrays. It is
small enough to write here, and any safetensors library reads these files.
"""

import json
import mmap
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from km_graph.errors import GraphFormatError
from km_graph.files import atomic_file

Arrays = Mapping[str, NDArray[Any]]

_DTYPES: dict[str, np.dtype[Any]] = {
    "I64": np.dtype("<i8"),
    "I32": np.dtype("<i4"),
    "U8": np.dtype("u1"),
}
_CODES = {dtype: code for code, dtype in _DTYPES.items()}
_LENGTH = 8
_LONGEST_HEADER = 100_000_000  # the limit that the format itself states


class Mapped(NamedTuple):
    """A file in memory: its arrays, and what its header says besides."""

    arrays: dict[str, NDArray[Any]]
    metadata: dict[str, str]


class _Place(NamedTuple):
    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    start: int
    stop: int


def write_arrays(path: Path, arrays: Arrays, metadata: Mapping[str, str]) -> None:
    """Write arrays of int64, int32 and uint8, atomically; the same arrays give the same bytes.

    Raises:
        OutputError: If the file cannot be written.
    """
    # Widest first, as the format's own library does, so that every array is aligned.
    ordered = sorted(arrays.items(), key=lambda item: (-item[1].dtype.itemsize, item[0]))
    header: dict[str, Any] = {"__metadata__": dict(sorted(metadata.items()))}
    end = 0
    for name, array in ordered:
        start, end = end, end + array.nbytes
        code = _CODES[array.dtype.newbyteorder("<")]
        header[name] = {"dtype": code, "shape": array.shape, "data_offsets": [start, end]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % _LENGTH)
    with atomic_file(path, binary=True) as file:
        file.write(len(text).to_bytes(_LENGTH, "little") + text)
        for _, array in ordered:
            file.write(np.ascontiguousarray(array, array.dtype.newbyteorder("<")).data)


def map_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of a file as ``map_file`` gives them."""
    return map_file(path).arrays


def map_file(path: Path) -> Mapped:
    """The arrays of a file, mapped into memory: read-only, and read when first looked at.

    The file stays whole as long as an array of it is in use, whatever takes its name meanwhile.

    Raises:
        GraphFormatError: If the file is missing, cut short, or its header is not what it must be.
    """
    try:
        size = path.stat().st_size
        if size < _LENGTH:
            raise GraphFormatError(path, f"is cut short: {size} bytes")
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError as error:
        raise GraphFormatError(path, "no such file") from error
    except OSError as error:
        raise GraphFormatError(path, f"cannot be read: {error.strerror or error}") from error
    length = int.from_bytes(mapped[:_LENGTH], "little")
    if length > min(size - _LENGTH, _LONGEST_HEADER):
        raise GraphFormatError(path, "is cut short or is not a safetensors file")
    begin = _LENGTH + length
    places, metadata = _header(path, mapped[_LENGTH:begin])
    _check_places(path, places, size - begin)
    arrays = {
        name: np.frombuffer(mapped, place.dtype, prod(place.shape), begin + place.start).reshape(
            place.shape
        )
        for name, place in places.items()
    }
    return Mapped(arrays, metadata)


def _header(path: Path, header: bytes) -> tuple[dict[str, _Place], dict[str, str]]:
    try:
        entries = json.loads(header)
        metadata = {str(key): str(value) for key, value in entries.pop("__metadata__", {}).items()}
        places = {name: _place(entry) for name, entry in entries.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise GraphFormatError(path, "its header is not one of a safetensors file") from error
    return places, metadata


def _check_places(path: Path, places: Mapping[str, _Place], size: int) -> None:
    end = 0
    for place in sorted(places.values(), key=lambda place: (place.start, place.stop)):
        length = prod(place.shape) * place.dtype.itemsize
        if place.start != end or place.stop - end != length or max(place.shape, default=0) > size:
            raise GraphFormatError(path, "its header contradicts itself: arrays do not fit")
        end = place.stop
    if end != size:
        raise GraphFormatError(path, f"expected {end} bytes of arrays, found {size}")


def _place(entry: Mapping[str, Any]) -> _Place:
    start, stop = entry["data_offsets"]
    numbers = [start, stop, *entry["shape"]]
    if any(type(number) is not int or number < 0 for number in numbers):
        raise ValueError(numbers)
    return _Place(_DTYPES[entry["dtype"]], tuple(entry["shape"]), start, stop)

"""Lines of question files, plain or gzip, with their numbers."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from km_graph.errors import DataError


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Every line with its number from 1, without its end; gzip if the name ends in ``.gz``.

    Raises:
        DataError: If the file is missing, cut short, or not what its name says.
    """
    number = 0
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            for number, raw in enumerate(stream, 1):
                yield number, raw.decode().rstrip("\r\n")
    except FileNotFoundError as error:
        raise DataError(path, "no such file") from error
    except EOFError as error:
        message = "the gzip data ends too early"
        raise DataError(path, message, line=number + 1, hint="fetch the file again") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise DataError(path, f"expected gzip data: {error}") from error
    except UnicodeDecodeError as error:
        raise DataError(path, f"expected UTF-8 text: {error.reason}", line=number) from error
    except OSError as error:
        raise DataError(path, f"cannot be read: {error.strerror or error}") from error

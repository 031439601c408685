"""Write so that nothing is ever half there, and hash so that change is noticed."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from km_graph.errors import DataError, KmError, OutputError
from km_graph.exchange import exchange

_FOLDERS_SYNC = os.name == "posix"  # elsewhere a folder cannot be opened to be flushed


@contextmanager
def atomic_file(path: str | Path, *, binary: bool = False) -> Iterator[IO[Any]]:
    """A file to write that takes its name only when it is whole and on disk.

    Raises:
        OutputError: If the folder cannot be written.
    """
    target = Path(path)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = "wb" if binary else "w"
        encoding, newline = (None, None) if binary else ("utf-8", "\n")
        with partial.open(mode, encoding=encoding, newline=newline) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(target)
        _sync(target.parent)
    except OSError as error:
        _remove(partial)
        if isinstance(error, KmError):
            raise
        raise OutputError(path, error.strerror or str(error)) from error
    except BaseException:
        _remove(partial)
        raise


def _remove(path: Path) -> None:
    with suppress(OSError):  # the error that brought us here is the one to report
        path.unlink(missing_ok=True)


def write_json(path: str | Path, value: Any) -> None:
    """One JSON document, indented, written atomically."""
    with atomic_file(path) as stream:
        json.dump(value, stream, ensure_ascii=False, indent=2)
        stream.write("\n")


def read_json(path: str | Path) -> Any:
    """One JSON document.

    Raises:
        DataError: If the file is missing or is not JSON.
    """
    try:
        return json.loads(Path(path).read_text("utf-8"))
    except FileNotFoundError as error:
        raise DataError(path, "no such file") from error
    except (OSError, ValueError) as error:
        raise DataError(path, f"expected JSON: {error}") from error


def write_jsonl(path: str | Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """One JSON object a line, written atomically; returns how many."""
    n = 0
    with atomic_file(path) as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False))
            stream.write("\n")
            n += 1
    return n


def read_jsonl(path: str | Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON-lines file with their line numbers; blank lines are skipped.

    Raises:
        DataError: If the file cannot be read or a line is not a JSON object.
    """
    try:
        with Path(path).open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield number, _json_object(path, number, line)
    except FileNotFoundError as error:
        raise DataError(path, "no such file") from error
    except UnicodeDecodeError as error:
        raise DataError(path, f"expected UTF-8 text: {error.reason}") from error
    except OSError as error:
        raise DataError(path, f"cannot be read: {error.strerror or error}") from error


def _json_object(path: str | Path, number: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise DataError(path, f"expected a JSON object: {error}", line=number) from error
    if not isinstance(value, dict):
        raise DataError(path, f"expected a JSON object, found {type(value).__name__}", line=number)
    return value


@contextmanager
def atomic_folder(path: str | Path) -> Iterator[Path]:
    """A folder to fill that takes its name, replacing an older one, only when it is whole.

    Raises:
        OutputError: If it cannot be written.
    """
    target = Path(path)
    if target.exists() and not target.is_dir():
        raise OutputError(path, "a file of that name is there")
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        yield partial
        replace_folder(partial, target)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        if isinstance(error, KmError):
            raise
        raise OutputError(path, error.strerror or str(error)) from error
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def replace_folder(source: Path, target: Path) -> None:
    """Give ``source`` the name ``target``, flushed to disk; an older ``target`` goes away.

    Where the system can exchange two names, there is always a whole folder of that name.
    """
    for path in (*source.rglob("*"), source):
        _sync(path)
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    shutil.rmtree(old, ignore_errors=True)  # left by a process of that number that was killed
    if not target.exists():
        source.replace(target)
    elif exchange(source, target):
        source.replace(old)
    else:
        target.replace(old)
        try:
            source.replace(target)
        except OSError:
            old.replace(target)
            raise
    _sync(target.parent)
    shutil.rmtree(old, ignore_errors=True)


def _sync(path: Path) -> None:
    if path.is_symlink() or not (path.is_file() or (path.is_dir() and _FOLDERS_SYNC)):
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256(path: str | Path, *, of_file: Callable[[Path], str] | None = None) -> str:
    """SHA-256 of a file, or of a folder's file names and contents (hidden files left out).

    ``of_file`` may know the hash of a file from before.
    """
    root = Path(path)
    if root.is_file():
        return (of_file or _file_sha256)(root)
    digest = hashlib.sha256()
    for file in sorted(root.rglob("*")):
        relative = file.relative_to(root)
        if file.is_file() and not any(part.startswith(".") for part in relative.parts):
            digest.update(f"{relative.as_posix()}\0{sha256(file, of_file=of_file)}\n".encode())
    return digest.hexdigest()


def _file_sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

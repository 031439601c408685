"""What is remembered of the steps that are done, one small file each in ``RUN/.km``."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from km_graph.errors import DataError
from km_graph.files import read_json, write_json


@dataclass(frozen=True, slots=True)
class Record:
    """A step that ran to its end.

    Attributes:
        fingerprint: Of everything its output depends on.
        output: Hash of its folder.
        seconds: How long it took.
        summary: What it said of its result.
    """

    fingerprint: str
    output: str
    seconds: float
    summary: dict[str, Any]


def read_record(folder: Path, step: str) -> Record | None:
    """The record of a step; None if it never ended here, or the record is damaged."""
    try:
        return Record(**read_json(_file(folder, step)))
    except (DataError, TypeError):
        return None


def write_record(folder: Path, step: str, record: Record) -> None:
    """Remember a step that is done."""
    write_json(_file(folder, step), asdict(record))


def _file(folder: Path, step: str) -> Path:
    return folder / ".km" / f"{step}.json"

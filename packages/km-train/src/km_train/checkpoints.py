"""Checkpoints of an interrupted run: which of them are whole and belong to this run.

The trainer writes a checkpoint file by file, so a kill can leave half of one. It counts only
with a marker, written last, that holds the hash of every file.
"""

import logging
import shutil
from pathlib import Path

from km_graph.errors import DataError
from km_graph.files import read_json, sha256, write_json

logger = logging.getLogger(__name__)

_MARKER = "complete.json"
_RUN = "run.json"


def claim(folder: Path, fingerprint: str) -> None:
    """Make ``folder`` hold checkpoints of this run only.

    Args:
        folder: Where checkpoints are, or will be.
        fingerprint: Says what is computed; checkpoints of another one are deleted.
    """
    if folder.exists() and _read(folder / _RUN) != {"fingerprint": fingerprint}:
        logger.info("checkpoints of another run are discarded")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / _RUN, {"fingerprint": fingerprint})


def mark_complete(checkpoint: Path) -> None:
    """Say that every file of a checkpoint is written."""
    write_json(checkpoint / _MARKER, _hashes(checkpoint))


def last_complete(folder: Path) -> Path | None:
    """The newest whole checkpoint, or None; newer ones, damaged or unfinished, are deleted."""
    for checkpoint in sorted(folder.glob("checkpoint-*"), key=step_of, reverse=True):
        if _read(checkpoint / _MARKER) == _hashes(checkpoint):
            return checkpoint
        logger.warning("%s is damaged or unfinished and not used", checkpoint.name)
        shutil.rmtree(checkpoint)
    return None


def step_of(checkpoint: Path) -> int:
    """The number of optimiser steps done in a checkpoint."""
    return int(checkpoint.name.rpartition("-")[2])


def _hashes(checkpoint: Path) -> dict[str, str]:
    files = sorted(path for path in checkpoint.rglob("*") if path.is_file())
    return {
        str(path.relative_to(checkpoint)): sha256(path) for path in files if path.name != _MARKER
    }


def _read(path: Path) -> object:
    try:
        return read_json(path)
    except DataError:
        return None

"""Run one step into a folder that appears only when the step is done."""

import json
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from km_graph.errors import OutputError
from km_graph.files import atomic_file, replace_folder
from km_graph.progress import Progress
from km_graph.step import Options, Step, StepContext


class Outcome(NamedTuple):
    """What a step that ran to its end gave."""

    summary: dict[str, Any]
    seconds: float


class Workplace:
    """Where a step works before its folder takes its name.

    ``.NAME.partial`` is what it writes; ``.NAME.claim`` beside it says for which fingerprint.

    Args:
        out: The folder to be.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.partial = out.with_name(f".{out.name}.partial")
        self.claim = out.with_name(f".{out.name}.claim")

    def can_resume(self, fingerprint: str) -> bool:
        """Whether an interrupted run of just this work left something to go on from."""
        try:
            return self.partial.is_dir() and self.claim.read_text("utf-8") == fingerprint
        except OSError:
            return False

    def open(self, fingerprint: str, *, resume: bool) -> None:
        """Make the partial folder, empty unless ``resume`` and there is one to go on from.

        Raises:
            OutputError: If it cannot be made.
        """
        try:
            if not (resume and self.can_resume(fingerprint)):
                self.clear()
            with atomic_file(self.claim) as stream:
                stream.write(fingerprint)
            self.partial.mkdir(parents=True, exist_ok=True)
        except OutputError as error:
            raise OutputError(self.out, str(error.__cause__ or error)) from error
        except OSError as error:
            raise OutputError(self.out, error.strerror or str(error)) from error

    def clear(self) -> None:
        """Remove what an earlier run left."""
        if self.partial.exists():
            shutil.rmtree(self.partial)
        self.claim.unlink(missing_ok=True)


def execute(
    step: Step[Any],
    options: Options,
    *,
    out: Path,
    fingerprint: str,
    seed: int,
    progress: Progress,
    resume: bool = True,
) -> Outcome:
    """Run a step; ``out`` takes its name, replacing an older one, when the step returns.

    After an error or an interruption, what a resumable step wrote stays for the next call with
    the same fingerprint; that of any other step is removed. The claim stays after success, so
    that the caller can write down the result before ``Workplace.clear``.
    """
    place = Workplace(out)
    place.open(fingerprint, resume=resume and step.resumable)
    start = time.perf_counter()
    try:
        summary = step.run(options, StepContext(place.partial, seed, progress))
        plain = _plain(summary)
    except BaseException:
        if not step.resumable:
            place.clear()
        raise
    replace_folder(place.partial, out)
    return Outcome(plain, time.perf_counter() - start)


def _plain(summary: Mapping[str, Any]) -> dict[str, Any]:
    """The summary as JSON keeps it; array scalars become numbers."""
    text = json.dumps(dict(summary), default=lambda value: getattr(value, "item", value.__str__)())
    plain: dict[str, Any] = json.loads(text)
    return plain

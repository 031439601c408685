"""One step outside of a pipeline, as the command line runs it."""

from pathlib import Path
from typing import Any

from km_graph.errors import OutputError
from km_graph.files import sha256
from km_graph.pipeline.execution import Outcome, Workplace, execute
from km_graph.pipeline.fingerprint import fingerprint
from km_graph.pipeline.inputs import inputs_of
from km_graph.plugins import Plugin
from km_graph.progress import SILENT, Progress
from km_graph.step import Options, Step


def run_single(
    step: Step[Any],
    options: Options,
    *,
    name: str,
    out: Path,
    seed: int = 0,
    overwrite: bool = False,
    progress: Progress = SILENT,
) -> Outcome:
    """Run a step into the folder ``out``; an interrupted resumable one goes on.

    Raises:
        OutputError: If ``out`` is there and is not to be overwritten, or cannot be written.
    """
    _check(out, options, overwrite=overwrite)
    inputs = {key: (path, sha256(path)) for key, path in inputs_of(options).items()}
    plugin = Plugin("km.steps", name, "", "")
    wanted = fingerprint(plugin, step, options, inputs=inputs, seed=seed)
    outcome = execute(step, options, out=out, fingerprint=wanted, seed=seed, progress=progress)
    Workplace(out).clear()
    return outcome


def _check(out: Path, options: Options, *, overwrite: bool) -> None:
    if out.exists() and not out.is_dir():
        raise OutputError(out, "it is a file")
    if out.is_dir() and any(out.iterdir()):
        if not overwrite:
            failure = OutputError(out, "the folder is there and not empty")
            failure.hint = "choose another --out, or add --overwrite to replace it"
            raise failure
        # Replacing removes everything inside: never what is being read or stood in.
        held = [Path.cwd(), Path.home(), *inputs_of(options).values()]
        for path in held:
            if path.resolve().is_relative_to(out.resolve()):
                raise OutputError(out, f"replacing it would remove {path}")

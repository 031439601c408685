"""Compares the steps of a plan with what is remembered of them; changes nothing."""

from collections.abc import Collection
from pathlib import Path

from km_graph.errors import KmError
from km_graph.pipeline.fingerprint import fingerprint
from km_graph.pipeline.hashing import HashCache
from km_graph.pipeline.inputs import inputs_of, map_inputs
from km_graph.pipeline.plan import Plan, PlannedStep
from km_graph.pipeline.records import read_record
from km_graph.pipeline.report import StepReport
from km_graph.step import Options


class Inspection:
    """Compares steps with what is remembered of them."""

    def __init__(self, plan: Plan, force: Collection[str]) -> None:
        self.plan = plan
        self.force = force
        self.hashes = HashCache(plan.folder / ".km" / "file-hashes")

    def unchanged(self, step: PlannedStep) -> StepReport | None:
        """The report of a step that need not run; its earlier steps must be done."""
        if step.name in self.force:
            return None
        options = self.resolved(step)
        wanted = self.fingerprint(step, options, self.input_hashes(options))
        return self.report_if_same(step, wanted)

    def report_if_same(self, step: PlannedStep, wanted: str) -> StepReport | None:
        """A report from memory if the step was done with this fingerprint and is all there."""
        record, out = read_record(self.plan.folder, step.name), self.plan.folder / step.name
        if step.name in self.force or record is None or record.fingerprint != wanted:
            return None
        if not out.is_dir() or self.hashes.sha256(out) != record.output:
            return None
        return StepReport(
            step.name, step.plugin.name, "skipped", out, record.seconds, record.summary
        )

    def resolved(self, step: PlannedStep) -> Options:
        """The options with ``@step/file`` replaced by where that is."""

        def place(key: str, path: Path) -> Path:
            if path.parts[:1] and path.parts[0].startswith("@"):
                path = self.plan.folder.joinpath(path.parts[0][1:], *path.parts[1:])
            if not path.exists():
                raise KmError(f"{key}: no such file or folder: {path}", hint=_present(path.parent))
            return path

        return map_inputs(step.options, place)

    def input_hashes(self, options: Options) -> dict[str, tuple[Path, str]]:
        """Every input with the hash of its content."""
        return {key: (path, self.hashes.sha256(path)) for key, path in inputs_of(options).items()}

    def fingerprint(
        self, step: PlannedStep, options: Options, inputs: dict[str, tuple[Path, str]]
    ) -> str:
        """See ``km_graph.pipeline.fingerprint``."""
        return fingerprint(
            step.plugin, step.step, options, inputs=inputs, seed=self.plan.seed, name=step.name
        )


def _present(folder: Path) -> str | None:
    names = sorted(p.name for p in folder.glob("[!.]*")) if folder.is_dir() else []
    return f"there are {', '.join(names[:10])}" if names else None

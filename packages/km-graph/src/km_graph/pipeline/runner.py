"""Runs a pipeline: in order, skipping what did not change, going on after an interruption."""

import logging
import time
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from km_graph.errors import ConfigError, KmError, OutputError, nearest
from km_graph.pipeline.execution import Workplace, execute
from km_graph.pipeline.inspection import Inspection
from km_graph.pipeline.lock import only_run_in
from km_graph.pipeline.plan import Plan, PlannedStep, read_plan
from km_graph.pipeline.provenance import Provenance
from km_graph.pipeline.records import Record, read_record, write_record
from km_graph.pipeline.report import RunReport, StepReport
from km_graph.progress import SILENT, Progress
from km_graph.step import Options

logger = logging.getLogger(__name__)

Watcher = Callable[[StepReport], None]
"""Told of every step when it is done or skipped."""


def run_pipeline(
    path: str | Path,
    *,
    overrides: Iterable[str] = (),
    run: str | Path | None = None,
    progress: Progress = SILENT,
    until: str | None = None,
    force: Collection[str] = (),
    watch: Watcher = lambda _: None,
) -> RunReport:
    """Run a pipeline file and report every step.

    Args:
        path: The pipeline file.
        overrides: ``"seed=3"`` or ``"steps.NAME.option=value"`` each.
        run: The run folder, instead of what the file says.
        progress: Where steps say how far they are.
        until: The last step to run.
        force: Steps to run even if nothing changed.
        watch: Told of every step as it is done.

    Raises:
        ConfigError: Before anything runs, listing every problem of the file.
        KmError: What a step raised, with the step's name; earlier outputs stay.
        KeyboardInterrupt: Naming the step it came in; the same call goes on from there.
    """
    plan = read_plan(path, overrides=overrides, run=run)
    chosen = _chosen(plan, until, force)
    _make_folder(plan.folder)
    with only_run_in(plan.folder):
        return _Run(plan, progress, force, watch).steps(chosen)


def preview_pipeline(
    path: str | Path,
    *,
    overrides: Iterable[str] = (),
    run: str | Path | None = None,
    until: str | None = None,
    force: Collection[str] = (),
) -> RunReport:
    """What ``run_pipeline`` would do: steps ``"skipped"`` or ``"pending"``. Writes nothing."""
    plan = read_plan(path, overrides=overrides, run=run)
    inspection = Inspection(plan, force)
    waiting: set[str] = set()
    reports = []
    for step in _chosen(plan, until, force):
        report = None if step.needs & waiting else inspection.unchanged(step)
        if report is None:
            waiting.add(step.name)
            report = StepReport(step.name, step.plugin.name, "pending", plan.folder / step.name)
        reports.append(report)
    return RunReport(plan.name, plan.folder, 0.0, tuple(reports))


def _chosen(plan: Plan, until: str | None, force: Collection[str]) -> tuple[PlannedStep, ...]:
    names = plan.names()
    problems = []
    for name in [*force, *([until] if until else [])]:
        if name not in names:
            near = nearest(name, names)
            hint = f"did you mean {near[0]!r}?" if near else f"steps: {', '.join(names)}"
            problems.append(f"no step is called {name!r} ({hint})")
    if problems:
        raise ConfigError(str(plan.file), problems)
    return plan.steps[: names.index(until) + 1] if until else plan.steps


def _make_folder(folder: Path) -> None:
    try:
        (folder / ".km").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        failure = OutputError(folder, error.strerror or str(error))
        failure.hint = "choose another run folder with --run"
        raise failure from error


class _Run(Inspection):
    """One run in a folder that is locked."""

    def __init__(
        self, plan: Plan, progress: Progress, force: Collection[str], watch: Watcher
    ) -> None:
        super().__init__(plan, force)
        self.progress = progress
        self.watch = watch
        self.provenance = Provenance(plan.folder / "run.json", plan)

    def steps(self, chosen: Iterable[PlannedStep]) -> RunReport:
        start = time.perf_counter()
        self.provenance.write()
        reports = []
        for step in chosen:
            reports.append(self.guarded(step))
            self.watch(reports[-1])
        self.provenance.finish("done")
        self.hashes.save()
        seconds = time.perf_counter() - start
        return RunReport(self.plan.name, self.plan.folder, seconds, tuple(reports))

    def guarded(self, step: PlannedStep) -> StepReport:
        """Run or skip a step; however it ends, that is written down."""
        try:
            return self.step(step)
        except KmError as error:
            self.failed(step, "failed", str(error))
            error.message = f"step {step.name!r}: {error.message}"
            raise
        except KeyboardInterrupt as error:
            self.failed(step, "interrupted", "interrupted")
            raise KeyboardInterrupt(
                f"interrupted in step {step.name!r}; the same command goes on from there"
            ) from error
        except BaseException as error:
            self.failed(step, "failed", f"{type(error).__name__}: {error}")
            error.add_note(f"in step {step.name!r}")
            raise

    def failed(self, step: PlannedStep, status: str, sentence: str) -> None:
        self.provenance.steps[step.name].update(status=status, error=sentence)
        self.provenance.finish(status)
        self.hashes.save()

    def step(self, step: PlannedStep) -> StepReport:
        options = self.resolved(step)
        inputs = self.input_hashes(options)
        wanted = self.fingerprint(step, options, inputs)
        known = {
            key: {"path": str(path), "sha256": digest} for key, (path, digest) in inputs.items()
        }
        self.provenance.steps[step.name].update(inputs=known, fingerprint=wanted)
        report = self.report_if_same(step, wanted)
        if report is None:
            self.refuse_strange_folder(step)
            self.provenance.note(step.name, status="running")
            report = self.execute(step, options, wanted)
        said = report.as_json()
        facts = {fact: said[fact] for fact in ("status", "seconds", "summary")}
        record = read_record(self.plan.folder, step.name)
        self.provenance.note(step.name, **facts, output=record and record.output)
        return report

    def execute(self, step: PlannedStep, options: Options, wanted: str) -> StepReport:
        logger.info("step %s (%s) starts", step.name, step.plugin.name)
        out = self.plan.folder / step.name
        summary, seconds = execute(
            step.step,
            options,
            out=out,
            fingerprint=wanted,
            seed=self.plan.seed,
            progress=self.progress,
            resume=step.name not in self.force,
        )
        record = Record(wanted, self.hashes.sha256(out), seconds, summary)
        write_record(self.plan.folder, step.name, record)
        Workplace(out).clear()
        return StepReport(step.name, step.plugin.name, "done", out, seconds, summary)

    def refuse_strange_folder(self, step: PlannedStep) -> None:
        """Do not replace what no run of ours made."""
        out = self.plan.folder / step.name
        ours = read_record(self.plan.folder, step.name) or Workplace(out).claim.exists()
        if out.exists() and not ours:
            raise KmError(
                f"{out} exists and was not made by this pipeline",
                hint="move it away or choose another run folder with --run",
            )

"""The step ``data.build``: questions and a graph to training examples."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from km_data.building.options import BuildOptions
from km_data.building.repeats import Repeats
from km_data.building.rows import Rows, build_shard
from km_data.building.shards import Skip, shards_of
from km_data.building.survey import Surveyed, survey
from km_data.building.worker import Start
from km_data.executors import Executor, Workers, load_executor
from km_data.formats.writing import write_examples
from km_data.records import AnyExample
from km_data.shared_graph import SharedGraph, share
from km_graph.errors import DataError
from km_graph.files import sha256, write_json, write_jsonl
from km_graph.step import Step, StepContext

SCHEMA = 1


def build(options: BuildOptions, context: StepContext) -> Mapping[str, Any]:
    """Write the examples into ``context.out`` and count them."""
    executor = load_executor(options.executor, options.workers)
    elsewhere = options.executor != "serial" and (options.workers > 1 or options.executor != "auto")
    with share(
        options.graph, elsewhere=elsewhere, beside=context.out, progress=context.progress
    ) as graph:
        return _build(options, context, executor, graph)


def _build(
    options: BuildOptions, context: StepContext, executor: Executor, graph: SharedGraph
) -> Mapping[str, Any]:
    start = Start(graph, options, context.seed)
    with executor.workers(start, options.workers) as workers:
        surveyed = survey(workers, options.questions, context.progress)
    start = Start(graph, options, context.seed, surveyed.taught)
    with executor.workers(start, options.workers) as workers:
        made = _Made(options.dedupe)
        rows = _rows(workers, options, context, surveyed.questions)
        file = context.out / f"examples.{options.file_type}"
        made.written = write_examples(file, made.examples(rows), format=options.format)
    write_jsonl(context.out / "skipped.jsonl", map(_listed, made.skips()))
    summary = made.summary(surveyed)
    if not made.written:
        passed_over = ", ".join(f"{n} {reason}" for reason, n in summary["skipped"].items())
        hint = f"passed over: {passed_over or 'none'}"
        raise DataError(options.questions, "no question gives an example", hint=hint)
    origin = _origin(options, graph)
    write_json(context.out / "examples.meta.json", {**origin, **summary})
    return summary


def _rows(
    workers: Workers, options: BuildOptions, context: StepContext, n_questions: int
) -> Iterator[Rows]:
    for name in options.builders:
        with context.progress.task(f"building {name}", n_questions) as advance:
            task = partial(build_shard, builder=name)
            for rows in workers.map(task, shards_of(options.questions)):
                yield rows
                advance(rows.questions)


@dataclass
class _Made:
    """Rows as they go by, and what is counted of them."""

    dedupe: bool
    written: int = 0
    repeated: int = 0
    compared: int = 0
    agreed: int = 0
    cost: Counter[str] = field(default_factory=Counter)
    _repeats: Repeats = field(default_factory=Repeats)
    _skips: dict[Skip, None] = field(default_factory=dict)

    def examples(self, parts: Iterable[Rows]) -> Iterator[AnyExample]:
        """The rows to write."""
        for part in parts:
            self.repeated += part.repeated
            self.compared += part.compared
            self.agreed += part.agreed
            self.cost += part.cost
            self._skips.update(dict.fromkeys(part.skips))  # each builder tells of them
            yield from self._repeats.left_out(part.examples) if self.dedupe else part.examples

    def skips(self) -> list[Skip]:
        """The questions passed over, in the order of their file."""
        return sorted(self._skips, key=lambda skip: (skip.line, skip.reason, skip.detail or ""))

    def summary(self, surveyed: Surveyed) -> dict[str, Any]:
        """The counts."""
        skipped = Counter(skip.reason for skip in self._skips)
        return {
            "examples": self.written,
            "questions": surveyed.questions,
            "mined": surveyed.mined,
            "agreement_with_gold": self.agreed / self.compared if self.compared else None,
            "repeated": self.repeated + self._repeats.count,
            "skipped": dict(sorted(skipped.items())),
            "over_budget": dict(sorted(self.cost.items())),
        }


def _listed(skip: Skip) -> dict[str, Any]:
    return {key: value for key, value in skip._asdict().items() if value is not None}


def _origin(options: BuildOptions, graph: SharedGraph) -> dict[str, Any]:
    """What the examples were made of, without the place where it lay or who worked on it."""
    files = {"tokenizer": options.tokenizer, "templates": options.templates}
    left_out = {"graph", "questions", "workers", "executor", "model_options", *files}
    return {
        "schema": SCHEMA,
        "options": options.model_dump(mode="json", exclude=left_out),
        "graph": graph.graph.fingerprint(),
        "questions_sha256": sha256(options.questions),
        **{f"{name}_sha256": sha256(file) for name, file in files.items() if file is not None},
    }


BUILD = Step(BuildOptions, build, version=2)

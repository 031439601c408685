"""The step ``data.audit``: what is wrong with question files."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field

from km_data.auditing.coverage import coverage
from km_data.auditing.path_quality import path_quality
from km_data.auditing.questions import describe, leakage, token_lengths
from km_data.budget import load_token_counter
from km_data.records import Question, read_examples, read_questions
from km_graph.errors import DataError
from km_graph.files import sha256, write_json
from km_graph.opening import open_graph
from km_graph.step import Input, Options, Step, StepContext
from km_graph.walkers import load_walker

SCHEMA = 1


class AuditOptions(Options):
    """Look for what is wrong with question files before training on them.

    The first file is taken as the one to train on; what the others have in common with it leaks.
    Writes audit.json, and audit.png if asked to.
    """

    questions: list[Input] = Field(min_length=1)
    """A question file; several, the one to train on first."""
    graph: Input | None = None
    """The graph, to see which answers it has in reach and which relation paths it explains."""
    examples: list[Input] = Field(default=[])
    """An example file, to count its tokens."""
    tokenizer: Input | None = None
    """A tokenizer.json, or a folder with one, to count tokens by."""
    max_hops: int = Field(default=3, ge=1, le=6)
    """Longest relation path looked for in the graph."""
    sample: int = Field(default=1000, ge=1)
    """How many questions of each file are followed through the graph where that takes long."""
    walker: str = "auto"
    """Who walks the graph: native, reference, or auto for the fastest installed."""
    plot: bool = False
    """Draw audit.png as well."""


def audit(options: AuditOptions, context: StepContext) -> Mapping[str, Any]:
    """Write ``audit.json`` into ``context.out`` and return what it says but for examples."""
    files = {name: list(read_questions(path)) for name, path in _named(options.questions)}
    for (_, path), questions in zip(_named(options.questions), files.values(), strict=True):
        if not questions:
            raise DataError(path, "holds no question")
    first, *others = files
    report: dict[str, Any] = {
        "files": {name: describe(questions) for name, questions in files.items()},
        "leakage": {f"{name} from {first}": leakage(files[first], files[name]) for name in others},
    }
    if options.graph is not None:
        report |= _in_graph(options, options.graph, files, context)
    if options.tokenizer is not None:
        report["tokens"] = _tokens(options, options.tokenizer, files)
    hashes = {name: sha256(path) for name, path in _named([*options.questions, *options.examples])}
    write_json(context.out / "audit.json", {"schema": SCHEMA, "sha256": hashes, **report})
    if options.plot:
        from km_data.auditing.plot import draw_audit  # noqa: PLC0415  # needs an extra

        draw_audit(report, context.out / "audit.png")
    return _brief(report)


def _brief(report: Mapping[str, Any]) -> dict[str, Any]:
    """The report without its lists of examples, for a table."""
    return {
        key: _brief(value) if isinstance(value, Mapping) else value
        for key, value in report.items()
        if key not in ("most_common", "such_as")
    }


def _named(paths: Sequence[Path]) -> list[tuple[str, Path]]:
    """Files by their names without suffix; by more of their path where those are the same."""
    stems = [path.stem for path in paths]
    twice = len(set(stems)) < len(stems)
    return [(str(path.with_suffix("")) if twice else path.stem, path) for path in paths]


def _in_graph(
    options: AuditOptions, path: Path, files: Mapping[str, list[Question]], context: StepContext
) -> dict[str, Any]:
    graph, walker = open_graph(path, progress=context.progress), load_walker(options.walker)
    covered, quality = {}, {}
    with context.progress.task("following questions", len(files)) as advance:
        for name, questions in files.items():
            some = questions[:: max(len(questions) // options.sample, 1)][: options.sample]
            covered[name] = coverage(graph, some, walker=walker, max_hops=options.max_hops)
            quality[name] = path_quality(
                graph,
                questions,
                walker=walker,
                max_hops=options.max_hops,
                sample=options.sample,
            )
            advance(1)
    return {"coverage": covered, "relation_path_is_gold": quality}


def _tokens(
    options: AuditOptions, tokenizer: Path, files: Mapping[str, list[Question]]
) -> dict[str, Any]:
    count = load_token_counter(tokenizer)
    lengths = {
        name: token_lengths((question.text for question in questions), count)
        for name, questions in files.items()
    }
    for name, path in _named(options.examples):
        texts = (example.prompt + example.completion for example in read_examples(path))
        lengths[name] = token_lengths(texts, count)
    return lengths


AUDIT = Step(AuditOptions, audit)

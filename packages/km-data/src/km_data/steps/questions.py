"""The step ``data.questions``: any question source to one file of ours."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Literal

from pydantic import Field

from km_data.contracts import QUESTION_SOURCES, QuestionSource, needs_path
from km_data.records import Question, write_records
from km_data.sources.problems import OnProblem, Skipped, fail
from km_graph.errors import ConfigError, DataError
from km_graph.progress import track
from km_graph.reader_options import with_options
from km_graph.step import Input, Options, Step, StepContext


class QuestionsOptions(Options):
    """Read questions in any known form into questions.jsonl."""

    source: Input | None = None
    """The file or folder to read; none for a reader that brings its own questions."""
    reader: str = "jsonl"
    """The form of the source: jsonl, metaqa, rog, …; or a reader that needs no source, such as
    world. The command km plugins shows them."""
    option: dict[str, bool | int | float | str] = Field(default_factory=dict)
    """An option of the reader, such as split=test or phrasing=ntm."""
    on_error: Literal["fail", "skip"] = "fail"
    """Whether a record that cannot be read ends the reading, or is left out, counted and listed."""
    limit: int | None = Field(None, gt=0)
    """Read only so many questions, the first ones."""


def read_source(options: QuestionsOptions, context: StepContext) -> Mapping[str, Any]:
    """Write ``questions.jsonl`` into ``context.out`` and count its questions per hop."""
    source = source_of(options.reader, options.option)
    _check(options, source)
    skipped = Skipped()
    on_problem = skipped if options.on_error == "skip" else fail
    stated = islice(_unique(_read(source, options, on_problem), options, on_problem), options.limit)
    counts = _Counts()
    counted = counts.of(track(stated, context.progress, "reading questions", options.limit))
    n = write_records(context.out / "questions.jsonl", counted)
    if not n:
        raise _nothing(options, skipped)
    said = {"questions": n, "per_hop": dict(sorted(counts.hops.items()))}
    if counts.own_graphs:
        said["own_graphs"] = counts.own_graphs
    return said | _problems(skipped, options)


def source_of(reader: str, option: Mapping[str, object]) -> QuestionSource:
    """The question source of that name with these options.

    Raises:
        ConfigError: If it has no such options.
        PluginError: If it is missing or broken.
    """
    source: QuestionSource = QUESTION_SOURCES.load(reader)
    return with_options(source, option, name=reader)


def _check(options: QuestionsOptions, source: QuestionSource) -> None:
    if options.source is None and needs_path(source):
        raise ConfigError(
            "data.questions",
            [f"reader {options.reader!r} needs a source"],
            hint="state the file or folder to read as source",
        )
    if options.source is not None and not needs_path(source):
        raise ConfigError(
            "data.questions",
            [f"reader {options.reader!r} brings its own questions"],
            hint="leave source out",
        )


def _read(
    source: QuestionSource, options: QuestionsOptions, on_problem: OnProblem
) -> Iterator[Question]:
    if options.source is None:
        return source.read(None)  # type: ignore[arg-type]  # as it needs none
    return source.read(options.source, on_problem)


def _unique(
    questions: Iterator[Question], options: QuestionsOptions, on_problem: OnProblem
) -> Iterator[Question]:
    """The questions with another id than all before them."""
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            what = f"the id {question.id!r:.80} is there twice, expected each once"
            on_problem(DataError(options.source or options.reader, what))
            continue
        seen.add(question.id)
        yield question


class _Counts:
    """What is counted of questions as they go by."""

    def __init__(self) -> None:
        self.hops: Counter[str] = Counter()
        self.own_graphs = 0

    def of(self, questions: Iterator[Question]) -> Iterator[Question]:
        for question in questions:
            self.hops[str(question.hops or "unknown")] += 1
            self.own_graphs += bool(question.triples)
            yield question


def _nothing(options: QuestionsOptions, skipped: Skipped) -> DataError:
    if skipped.count:
        first = skipped.listed[0]
        what = f"holds no question that can be read, {skipped.count:,} left out; the first: {first}"
    else:
        what = "holds no question"
    return DataError(options.source or options.reader, what)


def _problems(skipped: Skipped, options: QuestionsOptions) -> dict[str, Any]:
    if options.on_error == "fail":
        return {}
    listed = {"problems": list(map(str, skipped.listed))} if skipped.count else {}
    return {"skipped": skipped.count} | listed


QUESTIONS = Step(QuestionsOptions, read_source, version=2)

"""The step ``data.questions``: any question source to one file of ours."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from km_data.contracts import QUESTION_SOURCES, QuestionSource, needs_path
from km_data.records import Question, write_records
from km_graph.errors import ConfigError, DataError
from km_graph.progress import track
from km_graph.step import Input, Options, Step, StepContext


class QuestionsOptions(Options):
    """Read questions in any known form into questions.jsonl."""

    source: Input | None = None
    """The file or folder to read; none for a reader that brings its own questions."""
    reader: str = "jsonl"
    """The form of the source: jsonl, metaqa, …; or a reader that needs no source, such as world."""


def read_source(options: QuestionsOptions, context: StepContext) -> Mapping[str, Any]:
    """Write ``questions.jsonl`` into ``context.out`` and count its questions per hop."""
    source: QuestionSource = QUESTION_SOURCES.load(options.reader)
    _check(options, source)
    stated: Iterable[Question] = source.read(options.source)  # type: ignore[arg-type]  # checked above
    hops: Counter[str] = Counter()
    counted = _counted(track(stated, context.progress, "reading questions"), hops)
    n = write_records(context.out / "questions.jsonl", counted)
    if not n:
        raise DataError(options.source or options.reader, "holds no question")
    return {"questions": n, "per_hop": dict(sorted(hops.items()))}


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


def _counted(questions: Iterable[Question], hops: Counter[str]) -> Iterator[Question]:
    for question in questions:
        hops[str(question.hops or "unknown")] += 1
        yield question


QUESTIONS = Step(QuestionsOptions, read_source)

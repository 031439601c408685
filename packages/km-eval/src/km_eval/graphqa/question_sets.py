"""The sets of GraphQA: which questions, and by which number they are judged."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from km_data.contracts import QUESTION_SOURCES
from km_data.graph_tasks.source import GraphTaskQuestions
from km_data.records import Question, read_questions, write_records
from km_data.world.multi_hop import NAME as MULTI_HOP_NAME
from km_data.world.multi_hop import MultiHopQuestions
from km_eval.graphqa.options import GraphQAOptions
from km_graph.errors import ConfigError, DataError
from km_graph.files import sha256, write_json

GRAPHQA_VERSION = 1
"""Counted up whenever the same options would give other questions or other scores."""

GRAPH_TASKS, WORLD_HOPS, EXPLAGRAPHS = "graph-tasks", "world-hops", "explagraphs"
_OWN_NAMES = frozenset((GRAPH_TASKS, WORLD_HOPS, EXPLAGRAPHS))


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions that are scored together.

    Attributes:
        name: Of the set, and of its file.
        questions: Ids unique.
        measure: The number that is the score: ``graphqa``, or ``hits_at_1`` where answers are
            entities of the user's own graph.
        origin: What they were made of.
    """

    name: str
    questions: Sequence[Question]
    measure: str
    origin: Mapping[str, Any]


def question_sets(options: GraphQAOptions) -> list[QuestionSet]:
    """The sets that are asked for.

    Raises:
        ConfigError: If there are none, or one of the user's has a name that is taken.
        DataError: If a file has no question.
    """
    found = list(_sets(options))
    if not found:
        raise ConfigError("eval.graphqa", ["no questions are asked for"], hint="leave tasks out")
    for one in found:
        if not one.questions:
            raise DataError(one.name, "holds no question")
    return found


def write_sets(sets: Sequence[QuestionSet], folder: Path) -> str:
    """Write ``questions/*.jsonl`` and ``manifest.json``; returns the version of these sets.

    The version holds a digest of the questions: other options give another version.
    """
    rows: list[dict[str, Any]] = []
    for one in sets:
        file = f"questions/{one.name}.jsonl"
        n = write_records(folder / file, one.questions)
        rows.append(
            {
                "name": one.name,
                "file": file,
                "questions": n,
                "sha256": sha256(folder / file),
                "measure": one.measure,
                "origin": dict(one.origin),
            }
        )
    said = "\n".join(f"{row['name']} {row['sha256']}" for row in rows)
    version = f"{GRAPHQA_VERSION}-{hashlib.sha256(said.encode()).hexdigest()[:8]}"
    write_json(folder / "manifest.json", {"schema": 1, "version": version, "sets": rows})
    return version


def _sets(options: GraphQAOptions) -> Iterator[QuestionSet]:
    if options.tasks != ("none",):
        source = _graph_tasks(options)
        origin = {"source": "graphqa", "seed": source.seed, "graphs": source.graphs}
        yield QuestionSet(GRAPH_TASKS, tuple(source.read()), "graphqa", origin)
    if options.world_hops:
        questions = tuple(MultiHopQuestions(facts=options.facts).read())
        origin = {"source": MULTI_HOP_NAME, "facts": options.facts}
        yield QuestionSet(WORLD_HOPS, questions, "graphqa", origin)
    if options.explagraphs is not None:
        reader = QUESTION_SOURCES.load("explagraphs")
        rows = tuple(reader.read(options.explagraphs))
        yield QuestionSet(EXPLAGRAPHS, rows, "graphqa", _file(options.explagraphs))
    for name, path in options.sets.items():
        if name in _OWN_NAMES or not name.replace("-", "").replace("_", "").isalnum():
            problem = f"sets: expected another name, of letters, digits and dashes, found {name!r}"
            raise ConfigError("eval.graphqa", [problem])
        yield QuestionSet(name, tuple(read_questions(path)), "hits_at_1", _file(path))


def _graph_tasks(options: GraphQAOptions) -> GraphTaskQuestions:
    return GraphTaskQuestions(
        tasks=",".join(options.tasks),
        encoders=",".join(options.encoders),
        generators=",".join(options.generators),
        styles=",".join(options.styles),
        graphs=options.graphs,
        seed=options.task_seed,
    )


def _file(path: Path) -> Mapping[str, Any]:
    return {"file": path.name, "sha256": sha256(path)}

"""The step ``data.build``: questions and a graph to training examples."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from km_data.contracts import EXAMPLE_BUILDERS, TEXTUALIZERS, BuildContext, ExampleBuilder
from km_data.mining import with_mined_paths
from km_data.records import AnyExample, Question, read_questions, write_records
from km_graph.errors import DataError
from km_graph.files import sha256, write_json
from km_graph.graph import KnowledgeGraph
from km_graph.opening import open_graph
from km_graph.step import Input, Options, Step, StepContext
from km_graph.walkers import Walker, load_walker

SCHEMA = 1


class BuildOptions(Options):
    """Build training examples from questions and a graph.

    Writes examples.jsonl, and examples.meta.json to tell how it was made.
    """

    graph: Input
    """The graph: a graph folder or any graph file."""
    questions: Input
    """The question file."""
    builders: list[str] = Field(default=["planning"], min_length=1)
    """What to build: planning, reasoning, …; several are written one after the other."""
    textualizer: str = "arrows"
    """How paths are put into words."""
    mask_topics: bool = True
    """Replace the topic in planning prompts, so that no name is learned by heart."""
    paths: Literal["gold-or-mined", "gold", "mined"] = "gold-or-mined"
    """Relation paths to teach: those the questions bring, or those mined from graph and answers."""
    max_hops: int = Field(default=3, ge=1, le=6)
    """Longest relation path to mine."""
    walker: str = "auto"
    """Who walks the graph: native, reference, or auto for the fastest installed."""
    dedupe: bool = True
    """Keep one of several rows with the same prompt and completion."""


@dataclass(frozen=True, slots=True)
class _Material:
    """Questions with relation paths to teach, and what became of the others."""

    questions: list[Question]
    skipped: dict[str, int]
    mined: int
    agreement: float | None


def build(options: BuildOptions, context: StepContext) -> Mapping[str, Any]:
    """Write the examples into ``context.out`` and count them."""
    graph = open_graph(options.graph, progress=context.progress)
    walker = load_walker(options.walker)
    stated = list(read_questions(options.questions))
    material = _material(graph, stated, walker, options, context)
    repeats: Counter[str] = Counter()
    examples = _examples(graph, material.questions, walker, options, context)
    unique = _deduplicated(examples, repeats) if options.dedupe else examples
    n = write_records(context.out / "examples.jsonl", unique)
    if not n:
        raise DataError(
            options.questions,
            "no question gives an example",
            hint=f"passed over: {_said(material.skipped) or 'none'}",
        )
    summary = {
        "examples": n,
        "questions": len(stated),
        "mined": material.mined,
        "agreement_with_gold": material.agreement,
        "repeated": repeats.total(),
        "skipped": material.skipped,
    }
    write_json(context.out / "examples.meta.json", {**_origin(options, graph), **summary})
    return summary


def _material(
    graph: KnowledgeGraph,
    stated: list[Question],
    walker: Walker,
    options: BuildOptions,
    context: StepContext,
) -> _Material:
    skipped: Counter[str] = Counter()
    usable = []
    for question in stated:
        reason = _unusable(graph, question, options)
        if reason:
            skipped[reason] += 1
        else:
            usable.append(question)
    to_mine = [i for i, question in enumerate(usable) if _is_mined(question, options)]
    mined = with_mined_paths(
        graph,
        [usable[i] for i in to_mine],
        walker=walker,
        max_hops=options.max_hops,
        mask_topics=options.mask_topics,
        progress=context.progress,
    )
    for i, question in zip(to_mine, mined.questions, strict=True):
        usable[i] = question
    found = [question for question in usable if question.relation_paths]
    if len(found) < len(usable):
        skipped["no relation path found"] = len(usable) - len(found)
    return _Material(found, dict(sorted(skipped.items())), len(to_mine), mined.agreement)


def _is_mined(question: Question, options: BuildOptions) -> bool:
    return options.paths == "mined" or not question.relation_paths


def _unusable(graph: KnowledgeGraph, question: Question, options: BuildOptions) -> str | None:
    """Why nothing can be built from a question."""
    if not question.topics:
        return "no topic"
    if not all(topic in graph.entities for topic in question.topics):
        return "topic not in the graph"
    if _is_mined(question, options):
        if options.paths == "gold":
            return "no gold relation path"
        return None if question.answers else "no answer"
    relations = {hop.relation for path in question.relation_paths for hop in path}
    known = all(relation in graph.relations for relation in relations)
    return None if known else "relation not in the graph"


def _examples(
    graph: KnowledgeGraph,
    questions: list[Question],
    walker: Walker,
    options: BuildOptions,
    context: StepContext,
) -> Iterator[AnyExample]:
    given = BuildContext(
        walker=walker,
        textualizer=TEXTUALIZERS.load(options.textualizer),
        mask_topics=options.mask_topics,
        seed=context.seed,
        progress=context.progress,
    )
    for name in options.builders:
        builder: ExampleBuilder = EXAMPLE_BUILDERS.load(name)
        yield from builder.build(graph, questions, given)


def _deduplicated(examples: Iterable[AnyExample], repeats: Counter[str]) -> Iterator[AnyExample]:
    seen = set()
    for example in examples:
        row = json.dumps(example.to_json() | {"id": ""})
        if row in seen:
            repeats["repeated"] += 1
        else:
            seen.add(row)
            yield example


def _origin(options: BuildOptions, graph: KnowledgeGraph) -> dict[str, Any]:
    """What the examples were made of, without the place where it lay."""
    return {
        "schema": SCHEMA,
        "options": options.model_dump(mode="json", exclude={"graph", "questions"}),
        "graph": graph.fingerprint(),
        "questions_sha256": sha256(options.questions),
    }


def _said(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {reason}" for reason, n in counts.items())


BUILD = Step(BuildOptions, build)

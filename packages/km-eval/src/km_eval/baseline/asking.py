"""From questions to what a model is asked, with what it is shown."""

from collections.abc import Mapping, Sequence

from km_data.contracts import TEXTUALIZERS
from km_data.records import Question, read_predictions, read_questions
from km_eval.baseline.few_shot import choose_shots, solved, with_shots
from km_eval.baseline.options import OF_GRAPH, BaselineOptions
from km_eval.baseline.prompts import (
    chain_of_thought_prompt,
    closed_book_prompt,
    neighborhood_prompt,
    with_paths_prompt,
)
from km_eval.baseline.showing import gold_paths, neighborhood
from km_graph.graph import KnowledgeGraph
from km_graph.opening import open_graph
from km_graph.paths import Path
from km_graph.walkers.loading import load_walker

Shown = Mapping[str, tuple[Path, ...]]
"""Question id to the paths that its prompt shows."""

_OF_PATHS = {
    "with-paths": with_paths_prompt,
    "gold-paths": with_paths_prompt,
    "neighborhood": neighborhood_prompt,
}


def graph_for(options: BaselineOptions) -> KnowledgeGraph:
    """The graph that is asked about; an empty one where only questions bring theirs."""
    if options.graph is None:
        return KnowledgeGraph.from_triples([])
    return open_graph(options.graph)


def shown_paths(options: BaselineOptions, questions: Sequence[Question]) -> Shown:
    """What the mode shows with each question."""
    if options.paths is not None:
        return {row.id: row.evidence for row in read_predictions(options.paths)}
    if options.mode not in OF_GRAPH:
        return {}
    graph, walker, limit = graph_for(options), load_walker(), options.limit
    if options.mode == "gold-paths":
        return {one.id: gold_paths(one, graph, walker, limit=limit) for one in questions}
    return {
        one.id: neighborhood(one, graph, walker, hops=options.hops, limit=limit)
        for one in questions
    }


def prompts(
    options: BaselineOptions, questions: Sequence[Question], shown: Shown, *, seed: int
) -> list[str]:
    """What the model is asked, a prompt a question, after the shots if there are any.

    A question is never its own shot.
    """
    asked = [_prompt(options, question, shown) for question in questions]
    if options.shots is None:
        return asked
    shots = choose_shots(list(read_questions(options.shots)), options.k + 1, seed)
    paths = shown_paths(options, shots)
    examples = {
        shot.id: solved(_prompt(options, shot, paths), shot, options.extract) for shot in shots
    }
    return [
        with_shots(prompt, _others(examples, question.id)[: options.k])
        for prompt, question in zip(asked, questions, strict=True)
    ]


def _others(examples: Mapping[str, str], question_id: str) -> list[str]:
    return [text for shot_id, text in examples.items() if shot_id != question_id]


def _prompt(options: BaselineOptions, question: Question, shown: Shown) -> str:
    if options.mode == "closed-book":
        return closed_book_prompt(question, options.extract)
    if options.mode == "chain-of-thought":
        return chain_of_thought_prompt(question, options.extract)
    textualizer = TEXTUALIZERS.load(options.textualizer)
    lines = [textualizer.text(path) for path in shown.get(question.id, ())]
    return _OF_PATHS[options.mode](question, lines, options.extract)

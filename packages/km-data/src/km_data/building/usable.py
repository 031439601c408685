"""Which questions something can be built from."""

from collections.abc import Callable

from km_data.building.options import BuildOptions
from km_data.records import Question


def is_mined(question: Question, options: BuildOptions) -> bool:
    """Whether the relation path of a question is to be mined."""
    return options.paths == "mined" or not question.relation_paths


def unusable(
    question: Question,
    options: BuildOptions,
    *,
    has_entity: Callable[[str], bool],
    has_relation: Callable[[str], bool],
) -> str | None:
    """Why nothing can be built from a question, or None; its own graph is looked at first."""
    if question.triples:
        relations = {triple.relation for triple in question.triples}
        entities = {label for head, _, tail in question.triples for label in (head, tail)}
        has_entity, has_relation = entities.__contains__, relations.__contains__
    if not question.topics:
        return "no topic"
    if not all(map(has_entity, question.topics)):
        return "topic not in the graph"
    if is_mined(question, options):
        if options.paths == "gold":
            return "no gold relation path"
        return None if question.answers else "no answer"
    known = all(has_relation(hop.relation) for path in question.relation_paths for hop in path)
    return None if known else "relation not in the graph"

"""The paths of a small graph for engines that take choices or a grammar, such as vLLM.

They let the same texts be written as ``PathLanguage`` does. vLLM takes either in the request:
``structured_outputs={"choice": path_choices(…)}`` or ``{"grammar": path_grammar(…)}``.
"""

import json
from collections.abc import Sequence

from km_data.prompts import PATH_END, PATH_START
from km_data.textualizers.arrows import ARROWS
from km_graph.errors import InvalidQueryError
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups, Path
from km_graph.relation_path import RelationPath
from km_graph.walkers import PathFinder
from km_reason.constrained.edges import edges_of

LIMIT = 1000
"""How many choices or rules are still compiled in reasonable time by such engines."""


def path_choices(
    graph: KnowledgeGraph,
    walker: PathFinder,
    topics: Sequence[int],
    *,
    max_hops: int,
    limit: int = LIMIT,
) -> list[str]:
    """Every path that may be written, as it is written, in the order of the walker.

    Raises:
        InvalidQueryError: If there are more than ``limit``.
    """
    batch = walker.all_walks(graph, Groups.of([list(topics)]), max_hops=max_hops, limit=limit + 1)
    if len(batch) > limit:
        raise InvalidQueryError(
            f"there are more than {limit} walks of up to {max_hops} hops",
            hint="ask for fewer hops, or use reasoner graph-constrained with a local model",
        )
    walks = batch.labeled(graph)
    return [
        f"{PATH_START}{ARROWS.text(walk)}{PATH_END}"
        for walk in walks
        if walk.entities[0] not in walk.entities[1:]
    ]


def path_grammar(
    graph: KnowledgeGraph, topics: Sequence[int], *, max_hops: int, limit: int = LIMIT
) -> str:
    """The same as a Lark grammar with one rule for each entity and number of hops left.

    Raises:
        InvalidQueryError: If it needs more than ``limit`` rules.
    """
    rules: dict[str, list[str]] = {"start": []}
    for topic in dict.fromkeys(topics):
        opening = PATH_START + ARROWS.text(Path((graph.entities[topic],), RelationPath()))
        hops = _hops(graph, rules, topic, topic, max_hops, limit)
        if hops:
            rules["start"].append(f"{_quoted(opening)} ({' | '.join(hops)})")
    if not rules["start"]:
        raise InvalidQueryError("no topic has an edge to another entity")
    return "".join(f"{name}: {' | '.join(ways)}\n" for name, ways in rules.items())


def _hops(
    graph: KnowledgeGraph,
    rules: dict[str, list[str]],
    topic: int,
    entity: int,
    left: int,
    limit: int,
) -> list[str]:
    """The ways to go on from an entity; makes the rules of where they lead."""
    ways = []
    for relation, neighbor in zip(*(ids.tolist() for ids in edges_of(graph, entity)), strict=True):
        if neighbor == topic:
            continue
        name = f"from{topic}_at{neighbor}_{left - 1}"
        if name not in rules:
            if len(rules) >= limit:
                raise InvalidQueryError(
                    f"the grammar needs more than {limit} rules",
                    hint="ask for fewer hops, or use reasoner graph-constrained with a local model",
                )
            rules[name] = [_quoted(PATH_END)]
            if left > 1:
                rules[name] += _hops(graph, rules, topic, neighbor, left - 1, limit)
        path = Path(("", graph.entities[neighbor]), graph.relation_path([relation]))
        ways.append(f"{_quoted(ARROWS.text(path))} {name}")
    return ways


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)

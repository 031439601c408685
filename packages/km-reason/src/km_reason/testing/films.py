"""A few films and questions about them, which every contract asks."""

from km_data.records import Question
from km_graph.graph import KnowledgeGraph
from km_graph.relation_path import RelationPath

TRIPLES = (
    ("Heat", "directed_by", "Michael Mann"),
    ("Heat", "starred_actors", "Al Pacino"),
    ("Heat", "starred_actors", "Robert De Niro"),
    ("Insider, The", "directed_by", "Michael Mann"),
    ("Insider, The", "starred_actors", "Al Pacino"),
    ("Godfather | Part II / <b>", "directed_by", "Francis Ford Coppola"),
    ("Godfather | Part II / <b>", "starred_actors", "Al Pacino"),
    ("Ouroboros", "sequel_of", "Ouroboros"),
    ("Ouroboros", "sequel_of", "Heat"),
)
"""A few films: parallel edges, a self-loop, and a name full of odd characters."""

ODD = "Godfather | Part II / <b>"


def film_graph() -> KnowledgeGraph:
    """The graph that the contracts ask about."""
    return KnowledgeGraph.from_triples(TRIPLES)


def film_questions() -> list[Question]:
    """Questions about it, one with several answers, one with an oddly named topic."""
    rows = [
        ("q1", "who directed Heat?", "Heat", "directed_by"),
        ("q2", "what did Al Pacino star in?", "Al Pacino", "^starred_actors"),
        ("q3", f"who directed {ODD}?", ODD, "directed_by"),
        ("q4", "who starred in films by the director of Heat?", "Heat",
         "directed_by/^directed_by/starred_actors"),
    ]  # fmt: skip
    paths = [RelationPath.parse(path) for *_, path in rows]
    return [
        Question(key, text, (topic,), relation_paths=(path,), hops=len(path))
        for (key, text, topic, _), path in zip(rows, paths, strict=True)
    ]

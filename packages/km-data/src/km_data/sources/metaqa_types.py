"""The question types of MetaQA, which tell the relation path of a question."""

from functools import cache
from itertools import pairwise

from km_graph.relation_path import Hop, RelationPath

# What a film has; "actor_to_movie" is the same relation from the other end.
_RELATIONS = {
    "actor": "starred_actors",
    "director": "directed_by",
    "genre": "has_genre",
    "imdbrating": "has_imdb_rating",
    "imdbvotes": "has_imdb_votes",
    "language": "in_language",
    "tag": "has_tags",
    "tags": "has_tags",
    "writer": "written_by",
    "year": "release_year",
}


@cache  # there are a few hundred, each of many questions
def relation_path_of(qtype: str) -> RelationPath:
    """The relation path of a MetaQA question type.

    Example:
        >>> str(relation_path_of("movie_to_director_to_movie"))
        'directed_by/^directed_by'

    Raises:
        ValueError: If it is no chain from films or to films.
    """
    stations = qtype.split("_to_")
    return RelationPath(_hop(*pair, qtype) for pair in pairwise(stations))


def _hop(start: str, end: str, qtype: str) -> Hop:
    if start == "movie" and end in _RELATIONS:
        return Hop(_RELATIONS[end])
    if end == "movie" and start in _RELATIONS:
        return Hop(_RELATIONS[start], inverse=True)
    raise ValueError(f"unknown question type {qtype!r}, expected one like 'movie_to_director'")

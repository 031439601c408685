"""What questions are told apart by: hops, relations, and how many answers they have."""

from collections.abc import Iterable

from km_data.records import Question
from km_eval.scores import UNKNOWN_HOPS, Row

_BUCKETS = ((0, "0"), (1, "1"), (3, "2-3"), (9, "4-9"))


def hops_of(question: Question) -> str:
    """The number of hops as text: what the question says, else its shortest gold relation path."""
    if question.hops is not None:
        return str(question.hops)
    return str(min(map(len, question.relation_paths), default=UNKNOWN_HOPS))


def relations_of(question: Question) -> tuple[str, ...]:
    """The relations of the gold relation paths, each once, whatever their direction.

    Example:
        >>> from km_graph.relation_path import RelationPath
        >>> path = RelationPath.parse("^capital_of/borders/borders")
        >>> relations_of(Question("1", "…?", relation_paths=(path,)))
        ('capital_of', 'borders')
    """
    names = (hop.relation for path in question.relation_paths for hop in path)
    return tuple(dict.fromkeys(names))


def answer_bucket(question: Question) -> str:
    """How many gold answers the question has, in buckets.

    Example:
        >>> answer_bucket(Question("1", "…?", answers=("x", "y")))
        '2-3'
    """
    n = len(question.answers)
    return next((name for most, name in _BUCKETS if n <= most), "10+")


def in_order(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows by their number of hops, ascending, unknown last."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.hops, []).append(row)
    ascending = sorted(groups, key=lambda hops: (not hops.isdigit(), hops.zfill(9)))
    return {hops: groups[hops] for hops in ascending}

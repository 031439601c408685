"""The paths behind an answer as one small graph."""

from collections.abc import Collection, Sequence

from km_eval.report.svg import element, shortened
from km_graph.paths import Path

_NODE, _EDGE, _ROW, _TALL = 150, 150, 46, 28
_MOST_PATHS = 6
_LETTERS = 21
_BESIDE = 0.6  # how far along an edge its name stands, where edges of one entity have parted

Place = tuple[int, str]
"""A column, which is how many hops from the topic, and the label of an entity."""


def picture(paths: Sequence[Path], is_gold: Collection[str]) -> str:
    """The first paths from left to right, entities that paths share drawn once a column.

    Arrows point as the graph states the triple; ends that are gold answers are marked.
    """
    shown = paths[:_MOST_PATHS]
    rows = _rows(shown)
    n_columns = max((len(path.entities) for path in shown), default=0)
    n_rows = 1 + max(rows.values(), default=0)
    edges = dict.fromkeys(edge for path in shown for edge in _edges(path))
    ends = {(len(path.entities) - 1, path.entities[-1]) for path in shown}
    drawn = [_edge(rows, *edge) for edge in edges]
    drawn += [_node(place, row, _kind(place, ends, is_gold)) for place, row in rows.items()]
    width, height = n_columns * (_NODE + _EDGE) - _EDGE + 4, n_rows * _ROW
    return element(
        "svg",
        *drawn,
        class_="evidence",
        viewBox=f"-2 0 {width} {height}",
        width=width,
        role="img",
        aria_label="; ".join(map(str, shown)),
    )


def _rows(paths: Sequence[Path]) -> dict[Place, int]:
    """A row for each place, the first free one of its column that is no higher than its path."""
    rows: dict[Place, int] = {}
    taken = [0] * max((len(path.entities) for path in paths), default=0)
    for path in paths:
        for place in enumerate(path.entities):
            if place not in rows:
                rows[place] = taken[place[0]]
                taken[place[0]] += 1
    return rows


def _edges(path: Path) -> list[tuple[Place, Place, str, bool]]:
    places = list(enumerate(path.entities))
    return [
        (start, end, hop.relation, hop.inverse)
        for start, end, hop in zip(places, places[1:], path.relation_path, strict=False)
    ]


def _kind(place: Place, ends: Collection[Place], is_gold: Collection[str]) -> str:
    if place in ends:
        return "gold" if place[1] in is_gold else "wrong"
    return "topic" if place[0] == 0 else "between"


def _node(place: Place, row: int, kind: str) -> str:
    column, label = place
    x, y = column * (_NODE + _EDGE), row * _ROW + (_ROW - _TALL) / 2
    return element(
        "g",
        element("title", text=label),
        element("rect", x=x, y=y, width=_NODE, height=_TALL, rx=6),
        element(
            "text",
            text=shortened(label, _LETTERS),
            x=x + _NODE / 2,
            y=y + 18,
            text_anchor="middle",
        ),
        class_=f"entity {kind}",
    )


def _edge(rows: dict[Place, int], start: Place, end: Place, relation: str, inverse: bool) -> str:
    x1, x2 = start[0] * (_NODE + _EDGE) + _NODE, end[0] * (_NODE + _EDGE)
    y1, y2 = ((rows[place] + 0.5) * _ROW for place in (start, end))
    tip, tail = ((x1, y1), (x2, y2)) if inverse else ((x2, y2), (x1, y1))
    back = 7 if inverse else -7
    points = " ".join(
        f"{x:g},{y:g}" for x, y in (tip, (tip[0] + back, tip[1] - 4), (tip[0] + back, tip[1] + 4))
    )
    return element(
        "g",
        element("title", text=relation),
        element("line", x1=tail[0], y1=tail[1], x2=tip[0] + back, y2=tip[1]),
        element("polygon", points=points),
        element(
            "text",
            text=shortened(relation, _LETTERS),
            x=x1 + _BESIDE * (x2 - x1),
            y=y1 + _BESIDE * (y2 - y1) - 4,
            text_anchor="middle",
        ),
        class_="hop",
    )

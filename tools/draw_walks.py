"""Draw every kind of walk on one small graph, from what the walker returns: docs/images/walks.

Run ``nox -s dev -- python tools/draw_walks.py`` after a change of what walks are; the pictures
are committed, and a test redraws them.
"""

import math
import sys
from collections.abc import Callable, Iterable
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from km_graph import Groups, KnowledgeGraph, PathBatch, load_walker
from km_graph.walkers import WalkRule

FOLDER = Path(__file__).parent.parent / "docs" / "images" / "walks"
WIDTH, HEIGHT, MARGIN, RADIUS = 720, 330, 60, 7
# Told apart also by the colour-blind (Okabe and Ito).
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")

PLACES = {
    "Ghostbusters": (0.00, 0.10),
    "Ivan Reitman": (0.06, 0.95),
    "Sigourney Weaver": (0.27, 0.50),
    "Alien": (0.47, 0.05),
    "Ridley Scott": (0.62, 0.52),
    "Gladiator": (0.44, 0.98),
    "Russell Crowe": (0.74, 1.00),
    "South Shields": (0.86, 0.10),
    "England": (1.00, 0.88),
}
TRIPLES = [
    ("Ghostbusters", "starring", "Sigourney Weaver"),
    ("Ghostbusters", "directed_by", "Ivan Reitman"),
    ("Alien", "starring", "Sigourney Weaver"),
    ("Alien", "directed_by", "Ridley Scott"),
    ("Gladiator", "starring", "Russell Crowe"),
    ("Gladiator", "directed_by", "Ridley Scott"),
    ("Ridley Scott", "born_in", "South Shields"),
    ("South Shields", "located_in", "England"),
    ("Ridley Scott", "citizen_of", "England"),
]
GRAPH = KnowledgeGraph.from_triples(TRIPLES)
WALKER = load_walker("reference")


class Picture(NamedTuple):
    """What is drawn over the graph: coloured paths, marked entities and their sizes."""

    paths: PathBatch | None = None
    marked: dict[str, float] = {}  # noqa: RUF012  # never changed
    text: dict[str, str] = {}  # noqa: RUF012
    edges_only: bool = False


def place(entity: str) -> tuple[float, float]:
    """Where an entity lies."""
    x, y = PLACES[entity]
    return MARGIN + x * (WIDTH - 2 * MARGIN - 40), MARGIN + y * (HEIGHT - 2 * MARGIN)


def ids(*labels: str) -> np.ndarray:
    """Entity ids of labels."""
    return GRAPH.entities.ids(labels)


def groups(*labels: str) -> Groups:
    """One group of entities."""
    return Groups.of([ids(*labels)])


def along(*relation_path: str) -> list[int]:
    """The signed ids of a relation path."""
    signed = ((relation.removeprefix("^"), relation[0] == "^") for relation in relation_path)
    return [
        ~GRAPH.relations.id(name) if inverse else GRAPH.relations.id(name)
        for name, inverse in signed
    ]


def walks(rule: WalkRule, *, start: str = "Alien", n: int = 3, hops: int = 4, seed: int) -> Picture:
    """Random walks from one entity."""
    found = WALKER.random_walks(
        GRAPH, ids(start), hops=hops, walks_per_start=n, rule=rule, seed=seed
    )
    return Picture(found, {start: 1.0})


def neighborhood() -> Picture:
    """Two hops around Alien, and the triples among what is there."""
    found = WALKER.neighborhoods(GRAPH, groups("Alien"), hops=2)
    away = zip(found.entities.tolist(), found.distances.tolist(), strict=True)
    text = {GRAPH.entities[entity]: str(distance) for entity, distance in away}
    inside = Groups(found.entities, found.offsets)
    rows = WALKER.subgraphs(GRAPH, inside).triples.tolist()
    edges = PathBatch.of([(0, [head, tail], [relation]) for head, relation, tail in rows], [False])
    return Picture(edges, dict.fromkeys(text, 1.0), text, edges_only=True)


def ranking() -> Picture:
    """Personalised PageRank from Alien."""
    found = WALKER.rank(GRAPH, groups("Alien"))
    pairs = zip(found.entities.tolist(), found.scores.tolist(), strict=True)
    scores = {GRAPH.entities[entity]: score for entity, score in pairs}
    sizes = {name: 0.6 + 2.2 * math.sqrt(score) for name, score in scores.items()}
    return Picture(None, sizes, {name: f"{score:.2f}" for name, score in scores.items()})


def negatives() -> Picture:
    """A path to an answer and others of its length that miss it."""
    answers = groups("South Shields")
    positives = WALKER.shortest_paths(GRAPH, groups("Alien"), answers)
    found = WALKER.negative_paths(GRAPH, positives, answers, per_positive=2, seed=3)
    both = [*positives.rows(), *found.rows()]
    return Picture(PathBatch.of(both, [False]), {"Alien": 1.0, "South Shields": 1.0})


def shortest() -> Picture:
    """All shortest paths between two entities."""
    found = WALKER.shortest_paths(GRAPH, groups("Sigourney Weaver"), groups("England"))
    return Picture(found, {"Sigourney Weaver": 1.0, "England": 1.0})


def simple() -> Picture:
    """All simple paths between two entities."""
    found = WALKER.simple_paths(
        GRAPH, groups("Ridley Scott"), groups("England"), max_hops=3, direction="forward"
    )
    return Picture(found, {"Ridley Scott": 1.0, "England": 1.0})


def all_walks() -> Picture:
    """All walks from an entity."""
    return Picture(
        WALKER.all_walks(GRAPH, groups("Gladiator"), max_hops=2, direction="forward"),
        {"Gladiator": 1.0},
    )


def follow() -> Picture:
    """A relation path followed."""
    path = Groups.of([along("^starring", "directed_by")])
    found = WALKER.follow(GRAPH, ids("Sigourney Weaver"), path)
    return Picture(found, {"Sigourney Weaver": 1.0})


def metapath() -> Picture:
    """Walks along a pattern of relations."""
    return walks(
        WalkRule(metapath=along("^starring", "starring")), start="Sigourney Weaver", n=1, seed=1
    )


PICTURES: dict[str, Callable[[], Picture]] = {
    "uniform": lambda: walks(WalkRule(), n=2, seed=8),
    "weighted": lambda: walks(WalkRule(weights=heavy("directed_by", 20.0)), n=2, seed=2),
    "node2vec-near": lambda: walks(WalkRule(p=0.1, q=4.0), n=1, hops=6, seed=4),
    "node2vec-far": lambda: walks(WalkRule(p=10.0, q=0.25), n=1, hops=6, seed=4),
    "restart": lambda: walks(WalkRule(restart=0.4), n=1, hops=8, seed=5),
    "no-backtracking": lambda: walks(WalkRule(backtrack=False), n=2, hops=5, seed=3),
    "metapath": metapath,
    "shortest": shortest,
    "simple": simple,
    "all-walks": all_walks,
    "follow": follow,
    "neighborhood": neighborhood,
    "rank": ranking,
    "negatives": negatives,
}


def heavy(relation: str, weight: float) -> np.ndarray:
    """Weights that are 1 but for the triples of one relation."""
    of_relation = GRAPH.triple_ids()[:, 1] == GRAPH.relations.id(relation)
    return np.where(of_relation, weight, 1.0)


def draw(picture: Picture) -> str:
    """The graph in grey and the picture over it, as SVG."""
    body = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>', markers()]
    body += [edge(*triple) for triple in TRIPLES]
    if picture.paths is not None:
        body += drawn_paths(picture.paths, edges_only=picture.edges_only)
    body += [entity(name, picture) for name in PLACES]
    inside = "\n".join(body)
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
        f'font-family="Helvetica, Arial, sans-serif" font-size="12">\n{inside}\n</svg>\n'
    )


def markers() -> str:
    """Arrow tips."""
    tips = "".join(
        f'<marker id="tip{i}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="{size}" '
        f'markerHeight="{size}" orient="auto"><path d="M0 0L8 4L0 8z" fill="{color}"/></marker>'
        for i, (color, size) in enumerate([("#b8bec6", 7), *((color, 5) for color in COLORS)])
    )
    return f"<defs>{tips}</defs>"


def line(a: str, b: str, shift: float) -> tuple[float, float, float, float]:
    """From one entity to another, short of their circles, moved to the left of its direction."""
    (x1, y1), (x2, y2) = place(a), place(b)
    length = math.hypot(x2 - x1, y2 - y1)
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    gap = RADIUS + 4
    return (
        x1 + dx * gap + dy * shift,
        y1 + dy * gap - dx * shift,
        x2 - dx * gap + dy * shift,
        y2 - dy * gap - dx * shift,
    )


def edge(head: str, relation: str, tail: str) -> str:
    """One triple of the graph."""
    x1, y1, x2, y2 = line(head, tail, 0)
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    angle = math.degrees(math.atan2(y2 - y1, x2 - x1))
    upright = angle if -90 <= angle <= 90 else angle + 180
    return (
        f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="#b8bec6" stroke-width="1.5" '
        'marker-end="url(#tip0)"/>'
        f'<text x="{x:.1f}" y="{y:.1f}" dy="15" font-size="10" fill="#7b8794" '
        f'text-anchor="middle" transform="rotate({upright:.1f} {x:.1f} {y:.1f})">'
        f"{escape(relation)}</text>"
    )


def drawn_paths(paths: PathBatch, *, edges_only: bool) -> Iterable[str]:
    """The hops of all paths, numbered; one that is crossed again lies beside."""
    crossed: dict[tuple[int, int], int] = {}
    for index, (_, entities, _) in enumerate(paths.rows()):
        color = 0 if edges_only else index % len(COLORS)
        for hop, (a, b) in enumerate(pairwise(entities), 1):
            lane = crossed[a, b] = crossed.get((a, b), 0) + 1
            x1, y1, x2, y2 = line(GRAPH.entities[a], GRAPH.entities[b], 4.5 * lane)
            at = 0.4 + 0.12 * (lane - 1)
            yield (
                f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{COLORS[color]}" '
                f'stroke-width="2.4" marker-end="url(#tip{color + 1})"/>'
            )
            if not edges_only:
                yield number(hop, x1 + at * (x2 - x1), y1 + at * (y2 - y1), COLORS[color])


def number(hop: int, x: float, y: float, color: str) -> str:
    """The number of a hop."""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="{color}"/>'
        f'<text x="{x:.1f}" y="{y:.1f}" dy="3.5" fill="#ffffff" font-size="10" '
        f'text-anchor="middle">{hop}</text>'
    )


def entity(name: str, picture: Picture) -> str:
    """One entity with its label."""
    x, y = place(name)
    marked = name in picture.marked
    radius = RADIUS * picture.marked.get(name, 0.8)
    fill = "#1f2933" if marked else "#b8bec6"
    said = f" · {picture.text[name]}" if name in picture.text else ""
    dx, anchor = (4, "start") if name == "Ridley Scott" else (0, "middle")  # beside its arrows
    dy = -9 - radius if PLACES[name][1] < 0.3 else 17 + radius
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}"/>'
        f'<text x="{x + dx:.1f}" y="{y + dy:.1f}" text-anchor="{anchor}" '
        f'font-weight="{"bold" if marked else "normal"}" fill="#1f2933" '
        'stroke="#ffffff" stroke-width="4" paint-order="stroke">'
        f"{escape(name + said)}</text>"
    )


def main() -> int:
    """Write every picture; with ``--check`` say which ones are out of date."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, make in PICTURES.items():
        path, text = FOLDER / f"{name}.svg", draw(make())
        if "--check" in sys.argv[1:]:
            if not path.exists() or path.read_text("utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, "utf-8")
    if stale:
        print("out of date:", ", ".join(stale), file=sys.stderr)
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main())

"""Questions and answers to training examples, end to end, beside RoG's shortest paths."""

import gzip
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

import networkx as nx
from measuring import DATA, Row, cpu, goal, once, peak, row

from km_data.auditing.path_quality import path_quality
from km_data.building.options import BuildOptions
from km_data.mining import with_mined_paths
from km_data.records import Question, read_questions, write_records
from km_data.sources.metaqa import METAQA
from km_data.sources.pathquestion import PATHQUESTION
from km_data.steps.build import BUILD
from km_data.world.questions import WORLD
from km_graph.formats.folder import write_graph
from km_graph.graph import KnowledgeGraph
from km_graph.opening import open_graph
from km_graph.step import StepContext
from km_graph.walkers import load_walker

PACKAGE = "km-data"
BUILD_ALL = "planning examples: questions read, mined, ranked, split, written"
NETWORKX = f"RoG's way: all shortest paths, networkx {nx.__version__}"


def rows() -> list[Row]:
    """One row for each thing measured."""
    found = [*world()]
    if (DATA / "metaqa").is_dir():
        found += metaqa()
    if (DATA / "pathquestion").is_dir():
        found += pathquestion()
    return found


def world() -> Iterator[Row]:
    """Relation paths of the questions that come with the package."""
    graph, questions = open_graph("world"), list(WORLD.read(None))
    walker = load_walker("native")
    ours = cpu(lambda: with_mined_paths(graph, questions, walker=walker, max_hops=3))
    each = 1e6 * ours / len(questions)
    few = questions[:: len(questions) // 50]
    theirs = 1e6 * cpu(partial(rog, simple(graph), few)) / len(few)
    yield row(PACKAGE, "relation paths to train on (world)", "µs/question", each, NETWORKX, theirs)


def metaqa() -> Iterator[Row]:
    """MetaQA's 39,138 questions, once and ten times over."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        unpacked = folder / "kb.txt"
        with gzip.open(DATA / "metaqa" / "kb.txt.gz") as packed, unpacked.open("wb") as stream:
            shutil.copyfileobj(packed, stream)
        graph = open_graph(unpacked, format="metaqa")
        write_graph(graph, folder / "graph")
        n = write_records(folder / "q.jsonl", METAQA.read(DATA / "metaqa"))
        ours = 1e6 * cpu(partial(build, folder, "q.jsonl"), repeats=2) / n
        yield goal(PACKAGE, f"{BUILD_ALL} (MetaQA)", "µs/question", ours, 50)
        questions = list(read_questions(folder / "q.jsonl"))
        few = questions[:: n // 10]  # a second or more each
        theirs = 1e6 * once(partial(rog, simple(graph), few)) / len(few)
        yield row(PACKAGE, f"{BUILD_ALL} (MetaQA)", "µs/question", ours, NETWORKX, theirs, 50)
        tenfold(folder / "q.jsonl", folder / "q10.jsonl")
        least, most = (peak(build, folder, file) / 2**20 for file in ("q.jsonl", "q10.jsonl"))
        yield row(PACKAGE, "most memory at 10 times the questions", "MiB", most, "once", least, 0.9)
        yield from quality("MetaQA", graph, questions)


def pathquestion() -> Iterator[Row]:
    """The quality of relation paths on PathQuestion."""
    for hops in (2, 3):
        graph = open_graph(DATA / "pathquestion" / f"{hops}H-kb.txt.gz", format="tsv")
        file = DATA / "pathquestion" / f"PQ-{hops}H.txt.gz"
        yield from quality(f"PathQuestion {hops}H", graph, list(PATHQUESTION.read(file)))


def quality(name: str, graph: KnowledgeGraph, questions: list[Question]) -> Iterator[Row]:
    """How often the relation path taught is not the gold one, in percent."""
    walker = load_walker("native")
    found = path_quality(graph, questions, walker=walker, max_hops=3, sample=100)
    rules = {"of_shortest": "all shortest paths (RoG)", "first_shortest": "the first shortest path"}
    for key, rule in rules.items():
        # Nothing wrong at all is taken for one question in ten thousand.
        ours, theirs = (max(100 * (1 - found[at]), 0.01) for at in ("mined", key))
        yield row(
            PACKAGE, f"relation paths taught that are not gold, {name}", "%", ours, rule, theirs
        )


def build(folder: Path, questions: str) -> None:
    """The step as a user runs it."""
    options = BuildOptions(
        graph=folder / "graph", questions=folder / questions, paths="mined", walker="native"
    )
    (folder / "out").mkdir(exist_ok=True)
    BUILD.run(options, StepContext(folder / "out"))


def tenfold(once_only: Path, ten_times: Path) -> None:
    """The questions of a file ten times over, each with an id of its own."""
    lines = once_only.read_text("utf-8").splitlines(keepends=True)
    with ten_times.open("w", encoding="utf-8") as stream:
        for copy in range(10):
            stream.writelines(line.replace('"id": "', f'"id": "{copy}-', 1) for line in lines)


def simple(graph: KnowledgeGraph) -> "nx.Graph[str]":
    """The graph as RoG has it: one edge between two entities, no direction."""
    made: nx.Graph[str] = nx.Graph()
    for head, relation, tail in graph.triples():
        made.add_edge(head, tail, relation=relation)
    return made


def rog(graph: "nx.Graph[str]", questions: list[Question]) -> int:
    """RoG's way to relation paths: those of all shortest paths to each answer."""
    found: set[tuple[str, ...]] = set()
    for question in questions:
        for answer in question.answers:
            paths = nx.all_shortest_paths(graph, question.topics[0], answer)
            found.update(tuple(graph[a][b]["relation"] for a, b in pairwise(p)) for p in paths)
    return len(found)

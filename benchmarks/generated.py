"""Generated knowledge graphs with the shape of real ones, as TSV files that are made once.

    python benchmarks/generated.py 10000000 --entities 1000000 --relations 1000

Entities and relations are drawn by a power law, so a few are everywhere and most are rare. The
same numbers and seed give the same bytes. Files lie in a cache folder of the user's
(``KM_BENCH_CACHE``), not here.
"""

import argparse
from pathlib import Path

import numpy as np
from measuring import CACHE
from numpy.typing import NDArray

from km_graph.formats.folder import is_graph_folder
from km_graph.graph import KnowledgeGraph
from km_graph.graph.vocabulary import Vocabulary
from km_graph.opening import open_graph, save_graph

_DIGITS = "0123456789bcdfghjklmnpqrstvwxyz_"  # those of Freebase's identifiers
_BLOCK = 1_000_000


def tsv(n_triples: int, *, n_entities: int, n_relations: int = 1000, seed: int = 0) -> Path:
    """A TSV file of so many triples, made unless it is there."""
    path = CACHE / f"{n_triples}-{n_entities}-{n_relations}-{seed}.tsv"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        _write(partial, n_triples, n_entities, n_relations, np.random.default_rng(seed))
        partial.replace(path)
    return path


def ids(
    n_triples: int, *, n_entities: int, n_relations: int = 1000, seed: int = 0
) -> NDArray[np.int32]:
    """The triples of that file as ``(n, 3) int32`` rows, numbered before labels are sorted."""
    random = np.random.default_rng(seed)
    blocks = range(0, n_triples, _BLOCK)
    return np.concatenate(
        [_rows(min(_BLOCK, n_triples - at), n_entities, n_relations, random) for at in blocks]
    )


def graph(n_triples: int, *, n_entities: int, n_relations: int, seed: int = 0) -> KnowledgeGraph:
    """A typed graph of about so many triples, mapped; hubs lie scattered among the ids.

    It has one edge between two entities, and no loops.
    """
    folder = CACHE / f"simple-{n_triples}-{n_entities}-{n_relations}-{seed}"
    if not is_graph_folder(folder):
        random = np.random.default_rng(seed)
        scattered = random.permutation(n_entities).astype(np.int32)
        rows = np.empty((n_triples, 3), np.int32)
        for column, limit, skew in ((0, n_entities, 2), (1, n_relations, 3), (2, n_entities, 2.5)):
            rows[:, column] = limit * random.random(n_triples) ** skew
        for column in (0, 2):
            rows[:, column] = scattered[rows[:, column]]
        entities = Vocabulary.of((f"e{i:07}" for i in range(n_entities)), kind="entity")
        relations = Vocabulary.of((f"r{i:05}" for i in range(n_relations)), kind="relation")
        made = KnowledgeGraph.from_ids(one_edge_a_pair(rows), entities, relations)
        save_graph(made, folder)
    return open_graph(folder)


def one_edge_a_pair(triples: NDArray[np.int32]) -> NDArray[np.int32]:
    """The first triple of every two entities that differ."""
    ends = np.sort(triples[:, [0, 2]], axis=1).astype(np.int64)
    _, first = np.unique(ends[:, 0] << 32 | ends[:, 1], return_index=True)
    first.sort()
    chosen = triples[first]
    return chosen[chosen[:, 0] != chosen[:, 2]]


def _rows(
    n: int, n_entities: int, n_relations: int, random: np.random.Generator
) -> NDArray[np.int32]:
    def drawn(limit: int, skew: float) -> NDArray[np.int32]:
        return (limit * random.random(n) ** skew).astype(np.int32)

    # Heads are less skewed than tails: every entity says something, few are said much of.
    return np.column_stack([drawn(n_entities, 1.5), drawn(n_relations, 4), drawn(n_entities, 3)])


def _write(
    path: Path, n_triples: int, n_entities: int, n_relations: int, random: np.random.Generator
) -> None:
    entities = np.array([_entity(i) for i in range(n_entities)], object)
    relations = np.array([f"domain{i % 37}.type{i % 211}.property{i}" for i in range(n_relations)])
    relations = relations.astype(object)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for at in range(0, n_triples, _BLOCK):
            rows = _rows(min(_BLOCK, n_triples - at), n_entities, n_relations, random)
            columns = entities[rows[:, 0]], relations[rows[:, 1]], entities[rows[:, 2]]
            file.writelines(map("{}\t{}\t{}\n".format, *columns))


def _entity(number: int) -> str:
    # Every tenth is a name, some of them beyond ASCII; the others are identifiers in no order.
    if number % 10 == 0:
        return f"{('Zoë', 'Li Wei 李伟', 'Ångström', 'Maria')[number // 10 % 4]} {number}"
    scrambled = number * 2_654_435_761 % 2**35
    return "m.0" + "".join(_DIGITS[scrambled >> shift & 31] for shift in range(0, 35, 5))


def main() -> None:
    """Make a file and say where it lies."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("triples", type=int)
    parser.add_argument("--entities", type=int, default=1_000_000)
    parser.add_argument("--relations", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    path = tsv(
        options.triples,
        n_entities=options.entities,
        n_relations=options.relations,
        seed=options.seed,
    )
    print(f"{path} ({path.stat().st_size / 1e6:,.0f} MB)")


if __name__ == "__main__":
    main()

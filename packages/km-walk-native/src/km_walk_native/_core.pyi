# Walks and path search on CSR arrays; a test holds this stub to the compiled module.

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import Triple

_Ids: TypeAlias = NDArray[np.int32]
_Offsets: TypeAlias = NDArray[np.int64]
_Groups: TypeAlias = tuple[_Ids, _Offsets]
_Labels: TypeAlias = tuple[NDArray[np.uint8], _Offsets]
_Csr: TypeAlias = tuple[_Offsets, _Ids, _Ids]
_Flags: TypeAlias = NDArray[np.bool_]
_Caps: TypeAlias = tuple[int, int, float]
_Delta: TypeAlias = tuple[_Ids, _Ids, _Ids, _Offsets]
_Paths: TypeAlias = tuple[_Ids, _Ids, _Offsets, _Ids, _Flags]

class Graph:
    def __init__(
        self,
        *,
        forward_relations: _Ids,
        forward_neighbors: _Ids,
        forward_offsets: _Offsets,
        backward_relations: _Ids,
        backward_neighbors: _Ids,
        backward_offsets: _Offsets,
        n_entities: int,
        n_relations: int,
    ) -> None: ...

def changed_graph(
    base: Graph, *, forward_delta: _Delta, backward_delta: _Delta, n_entities: int, n_relations: int
) -> Graph: ...

class Encoder:
    def __init__(self, *, threads: int) -> None: ...
    def add_lines(
        self,
        block: bytes | memoryview,
        *,
        separator: int,
        n_fields: int,
        head: int,
        relation: int,
        tail: int,
    ) -> tuple[int, int | None]: ...
    def add(self, triples: list[Triple]) -> int: ...
    def add_entities(self, labels: list[str]) -> None: ...
    def finish(self) -> tuple[_Labels, _Labels, _Csr, _Csr]: ...

def encode_at_once(triples: list[Triple]) -> tuple[_Labels, _Labels, _Csr, _Csr]: ...

class EdgeWeights:
    def __init__(
        self,
        graph: Graph,
        weights: NDArray[np.float64],
        *,
        direction: str,
        kind: str,
        keep: bool,
        threads: int,
    ) -> None: ...

def adjacency(triples: _Ids, *, n_entities: int, n_relations: int) -> tuple[_Csr, _Csr]: ...
def random_walks(
    graph: Graph,
    starts: _Ids,
    *,
    hops: int,
    walks_per_start: int,
    direction: str,
    p: float,
    q: float,
    restart: float,
    metapath: _Ids,
    backtrack: bool,
    weights: EdgeWeights | None,
    seed: int,
    threads: int,
) -> _Paths: ...
def negative_paths(
    graph: Graph,
    starts: _Ids,
    hops: _Offsets,
    owners: _Ids,
    answers: _Groups,
    *,
    per_positive: int,
    direction: str,
    attempts: int,
    seed: int,
    threads: int,
) -> _Paths: ...
def shortest_paths(
    graph: Graph,
    sources: _Groups,
    targets: _Groups,
    *,
    max_hops: int,
    direction: str,
    caps: _Caps,
    threads: int,
) -> _Paths: ...
def simple_paths(
    graph: Graph,
    sources: _Groups,
    targets: _Groups | None,
    *,
    max_hops: int,
    direction: str,
    caps: _Caps,
    threads: int,
) -> _Paths: ...
def all_walks(
    graph: Graph, sources: _Groups, *, max_hops: int, direction: str, caps: _Caps, threads: int
) -> _Paths: ...
def follow(
    graph: Graph,
    sources: _Ids,
    relation_paths: _Groups,
    *,
    allow_return: bool,
    caps: _Caps,
    threads: int,
) -> _Paths: ...
def relation_paths(
    graph: Graph,
    sources: _Ids,
    targets: _Groups | None,
    *,
    max_hops: int,
    direction: str,
    allow_return: bool,
    max_reached: int,
    threads: int,
) -> tuple[_Ids, _Offsets, _Ids, _Ids, _Ids, _Flags]: ...
def neighborhoods(
    graph: Graph, sources: _Groups, *, hops: int, direction: str, limit: int, threads: int
) -> tuple[_Ids, _Ids, _Offsets, _Flags]: ...
def subgraphs(
    graph: Graph, entities: _Groups, *, limit: int, threads: int
) -> tuple[_Ids, _Offsets, _Flags]: ...
def rank(
    graph: Graph,
    sources: _Groups,
    *,
    restart: float,
    tolerance: float,
    direction: str,
    limit: int,
    threads: int,
) -> tuple[_Ids, NDArray[np.float64], _Offsets]: ...
def token_trie(sequences: _Groups) -> tuple[_Offsets, _Ids, _Ids, _Flags]: ...

class Trie:
    def __init__(self, *, offsets: _Offsets, tokens: _Ids, next_states: _Ids) -> None: ...
    def advance(self, states: _Ids, tokens: _Ids) -> _Ids: ...
    def allowed(self, states: _Ids) -> tuple[_Ids, _Ids]: ...
    def mask(self, states: _Ids, n_tokens: int) -> _Flags: ...

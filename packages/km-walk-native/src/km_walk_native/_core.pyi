# Walks and path search on CSR arrays; a test holds this stub to the compiled module.

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

_Ids: TypeAlias = NDArray[np.int32]
_Offsets: TypeAlias = NDArray[np.int64]
_Groups: TypeAlias = tuple[_Ids, _Offsets]
_Paths: TypeAlias = tuple[_Ids, _Ids, _Offsets, _Ids, NDArray[np.bool_]]

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

def random_walks(
    graph: Graph,
    starts: _Ids,
    *,
    hops: int,
    walks_per_start: int,
    direction: str,
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
    limit: int,
    threads: int,
) -> _Paths: ...
def simple_paths(
    graph: Graph,
    sources: _Groups,
    targets: _Groups | None,
    *,
    max_hops: int,
    direction: str,
    limit: int,
    threads: int,
) -> _Paths: ...
def follow(
    graph: Graph,
    sources: _Ids,
    relation_paths: _Groups,
    *,
    allow_return: bool,
    limit: int,
    threads: int,
) -> _Paths: ...
def neighborhoods(
    graph: Graph, sources: _Groups, *, hops: int, direction: str, threads: int
) -> tuple[_Ids, _Ids, _Offsets]: ...
def relation_paths(
    graph: Graph,
    sources: _Ids,
    targets: _Groups,
    *,
    max_hops: int,
    direction: str,
    allow_return: bool,
    max_reached: int,
    threads: int,
) -> tuple[_Ids, _Offsets, _Ids, _Ids, _Ids, NDArray[np.bool_]]: ...

"""The random walks of the native walker."""

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups, PathBatch
from km_graph.walkers import UNIFORM, Direction, WalkRule
from km_graph.walkers.queries import (
    check_direction,
    check_ids,
    check_owners,
    check_rule,
    check_seed,
)
from km_walk_native import _core
from km_walk_native.calls import bound, called, groups_for, ids_for
from km_walk_native.edge_weights import edge_weights_of
from km_walk_native.handles import handle_of


class NativeRandomWalker:
    """Random walks in C++; see ``km_graph.walkers.RandomWalker``."""

    threads: int

    def random_walks(
        self,
        graph: KnowledgeGraph,
        starts: NDArray[np.int32] | None = None,
        *,
        hops: int,
        walks_per_start: int = 1,
        direction: Direction = "both",
        rule: WalkRule = UNIFORM,
        seed: int,
    ) -> PathBatch:
        """See ``RandomWalker.random_walks``."""
        if starts is None:
            starts = np.arange(graph.n_entities, dtype=np.int32)
        check_direction(direction)
        check_rule(rule, graph.n_relations)
        check_seed(seed)
        found = called(
            _core.random_walks,
            handle_of(graph),
            ids_for("starts", starts, graph.n_entities),
            hops=bound("hops", hops),
            walks_per_start=bound("walks_per_start", walks_per_start),
            direction=direction,
            p=rule.p,
            q=rule.q,
            restart=rule.restart,
            metapath=np.array(rule.metapath, np.int32),
            backtrack=rule.backtrack,
            weights=edge_weights_of(graph, direction, rule, self.threads),
            seed=seed,
            threads=self.threads,
        )
        return PathBatch(*found)

    def negative_paths(
        self,
        graph: KnowledgeGraph,
        positives: PathBatch,
        answers: Groups,
        *,
        per_positive: int = 1,
        direction: Direction = "both",
        attempts: int = 32,
        seed: int,
    ) -> PathBatch:
        """See ``RandomWalker.negative_paths``."""
        entities = check_ids("positives.entities", positives.entities, graph.n_entities)
        answers = Groups(*groups_for("answers", answers, graph.n_entities))
        check_owners("positives", positives.owner, "answers", answers.n_groups)
        check_direction(direction)
        check_seed(seed)
        first = positives.offsets[:-1] + np.arange(len(positives))
        found = called(
            _core.negative_paths,
            handle_of(graph),
            entities[first],
            np.diff(positives.offsets),
            np.ascontiguousarray(positives.owner, np.int32),
            answers,
            per_positive=bound("per_positive", per_positive),
            direction=direction,
            attempts=bound("attempts", attempts),
            seed=seed,
            threads=self.threads,
        )
        return PathBatch(*found)

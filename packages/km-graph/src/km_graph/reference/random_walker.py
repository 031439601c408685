"""The random walks of the reference walker: checks of arguments, then walk by walk."""

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups, PathBatch
from km_graph.reference.negatives import negatives_of
from km_graph.reference.random_walks import RandomWalks
from km_graph.reference.search import batch
from km_graph.walkers import UNIFORM, Direction, WalkRule
from km_graph.walkers.queries import (
    check_counts,
    check_direction,
    check_groups,
    check_ids,
    check_owners,
    check_rule,
    check_seed,
    check_weights,
)


class ReferenceRandomWalker:
    """Random walks in plain Python; see ``km_graph.walkers.RandomWalker``."""

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
        starts = check_ids("starts", starts, graph.n_entities)
        check_counts(hops=hops, walks_per_start=walks_per_start)
        check_direction(direction)
        check_rule(rule, graph.n_relations)
        check_seed(seed)
        if rule.weights is not None:
            check_weights(rule.weights, graph.n_triples)
        walks = RandomWalks(graph, direction, rule, hops=hops, seed=seed)
        return batch(
            walks.from_start(start, i * walks_per_start, walks_per_start)
            for i, start in enumerate(starts.tolist())
        )

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
        check_ids("positives.entities", positives.entities, graph.n_entities)
        answers = check_groups("answers", answers, graph.n_entities)
        check_owners("positives", positives.owner, "answers", answers.n_groups)
        check_counts(per_positive=per_positive, attempts=attempts)
        check_direction(direction)
        check_seed(seed)
        rows = [
            list(
                negatives_of(
                    graph,
                    positives,
                    i,
                    answers,
                    per_positive=per_positive,
                    direction=direction,
                    attempts=attempts,
                    seed=seed,
                )
            )
            for i in range(len(positives))
        ]
        found = [(i, *path) for i, paths in enumerate(rows) for path in paths]
        return PathBatch.of(found, [len(paths) < per_positive for paths in rows])

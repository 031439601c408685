"""Relation paths with how much they reach: the weak supervision that planners learn from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class RelationPathCounts:
    """The relation paths that lead on from each source.

    Attributes:
        relations: ``(n_hops,) int32`` signed relation ids of all relation paths, flat.
        offsets: ``(n_relation_paths + 1,) int64`` into ``relations``.
        owner: ``(n_relation_paths,) int32``, ascending: which source each belongs to.
        hits: ``(n_relation_paths,) int32``: distinct targets reached.
        reached: ``(n_relation_paths,) int32``: distinct entities reached.
        truncated: ``(n_owners,) bool``: True where ``max_reached`` left relation paths out.
    """

    relations: NDArray[np.int32]
    offsets: NDArray[np.int64]
    owner: NDArray[np.int32]
    hits: NDArray[np.int32]
    reached: NDArray[np.int32]
    truncated: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.owner)

    def precision(self) -> NDArray[np.float64]:
        """``hits / reached`` of every relation path: the share of what it reaches that is right."""
        return self.hits / np.maximum(self.reached, 1)

    def ranked(self) -> NDArray[np.int64]:
        """The indices by owner, then precision, then hits (both descending), then fewer hops.

        Ties keep their order.
        """
        hops = np.diff(self.offsets)
        return np.lexsort((hops, -self.hits, -self.precision(), self.owner))

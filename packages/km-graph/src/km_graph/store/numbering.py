"""Labels and their ids while a graph changes: those of a base, then new ones as they come."""

from km_graph.graph.grown_vocabulary import GrownVocabulary
from km_graph.graph.vocabulary import Vocabulary

# A dictionary of n labels takes about as long to build as n / 16 look-ups take without one.
_LABELS_A_LOOK_UP = 16


class Numbering:
    """Numbers labels; views of it stay what they are while it grows.

    Look-ups that found a label are remembered, and once there were so many that a dictionary of
    all labels would have been as cheap, there is one.
    """

    def __init__(self, base: Vocabulary) -> None:
        self.base = base
        self.new: list[str] = []
        self.ids: dict[str, int] = {}
        self._looked_up = 0
        self._n_base = len(base)
        self._n = self._n_base
        self._all = not base

    def __len__(self) -> int:
        return self._n

    def get(self, label: str) -> int | None:
        """The id of a label, or None."""
        found = self.ids.get(label)
        return self._of_base(label) if found is None and not self._all else found

    def number(self, label: str) -> int:
        """The id of a label, a new one where it had none."""
        found = self.get(label)
        if found is None:
            found = self._n
            self.new.append(label)  # first: who finds the id may ask for the label
            self.ids[label] = found
            self._n += 1
        return found

    def view(self, n: int) -> GrownVocabulary:
        """The vocabulary of the first ``n`` labels, of which some may be new."""
        return GrownVocabulary(self.base, self.new, self.ids, n - self._n_base)

    def _of_base(self, label: str) -> int | None:
        self._looked_up += 1
        if self._looked_up * _LABELS_A_LOOK_UP > self._n_base:
            self.ids.update({name: i for i, name in enumerate(self.base)})
            self._all = True
            return self.ids.get(label)
        found = self.base.get(label)
        if found is not None:
            self.ids[label] = found
        return found

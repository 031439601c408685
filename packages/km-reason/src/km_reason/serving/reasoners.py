"""The reasoners of a server, made when first asked."""

from collections.abc import Callable, Mapping

from km_reason.contracts import Reasoner
from km_reason.serving.refusals import Refusal


class Reasoners:
    """Reasoners by name; the first is asked where none is named.

    Args:
        makers: What makes each; called at most once, by the thread that reasons.
    """

    def __init__(self, makers: Mapping[str, Callable[[], Reasoner]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, Reasoner] = {}
        self.names = list(makers)

    def named(self, name: str | None) -> Reasoner:
        """The reasoner.

        Raises:
            Refusal: If there is none of that name.
            KmError: If it cannot be made.
        """
        name = name or self.names[0]
        if name not in self._makers:
            listed = ", ".join(self.names)
            raise Refusal(400, f"there is no such reasoner here; there are {listed}")
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

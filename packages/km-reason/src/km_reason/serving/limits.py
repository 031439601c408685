"""How much one request, and all of them together, may ask for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server does not go beyond; a request that does is refused with a reason.

    Attributes:
        body: Bytes of a request.
        characters: Characters of a question.
        hops: Hops of a path or a neighbourhood.
        paths: Evidence paths in one answer; more are left out.
        entities: Entities of a neighbourhood or completion.
        edits: Triples in one change.
        seconds: How long one question may take, waiting included.
        waiting: Questions that wait or are being answered.
    """

    body: int = 65_536
    characters: int = 4_000
    hops: int = 3
    paths: int = 200
    entities: int = 300
    edits: int = 1_000
    seconds: float = 60.0
    waiting: int = 64

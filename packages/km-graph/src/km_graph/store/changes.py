"""What a commit changes, and its bytes in the journal."""

import json
import zlib
from collections.abc import Iterable, Sequence
from itertools import chain
from json.encoder import encode_basestring
from typing import NamedTuple

from km_graph.errors import InvalidQueryError
from km_graph.graph import Triple

LabelTriple = tuple[str, str, str]
_CHECKSUM = 4


class Batch(NamedTuple):
    """Triples to add and to remove in one commit; removals are made before additions."""

    add: Iterable[LabelTriple] = ()
    remove: Iterable[LabelTriple] = ()


class Changes(NamedTuple):
    """Triples that were not there and came, and triples that were there and went."""

    added: Sequence[LabelTriple] = ()
    removed: Sequence[LabelTriple] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)

    def inverted(self) -> "Changes":
        """The changes that undo these."""
        return Changes(self.removed, self.added)

    def to_bytes(self, seed: int) -> bytes:
        """A checksum, begun with a seed, and two flat JSON lists of labels.

        Raises:
            InvalidQueryError: If a label is not Unicode text.
        """
        try:
            payload = f"[{_flat(self.added)},{_flat(self.removed)}]".encode()
        except UnicodeEncodeError as error:
            raise InvalidQueryError(f"{_not_unicode(self)!r} is not Unicode text") from error
        return _checksum(payload, seed) + payload

    @classmethod
    def from_bytes(cls, data: bytes, seed: int) -> "Changes":
        """The changes of these bytes.

        Raises:
            ValueError: If they are not what ``to_bytes`` gave with that seed.
        """
        payload = data[_CHECKSUM:]
        if data[:_CHECKSUM] != _checksum(payload, seed):
            raise ValueError("has another checksum than was written")
        flat = json.loads(payload)
        if not _is_flat(flat):
            raise ValueError("does not state triples")
        return cls(*(list(map(Triple, part[::3], part[1::3], part[2::3])) for part in flat))


def as_bytes(triple: LabelTriple) -> bytes:
    """The bytes that every commit has in it that changes this triple."""
    return _flat([triple])[1:-1].encode(errors="replace")


def checked(triples: Iterable[object]) -> dict[LabelTriple, None]:
    """The distinct triples, in order.

    Raises:
        InvalidQueryError: If one is not three labels.
    """
    distinct: dict[LabelTriple, None] = {}
    for triple in triples:
        if not (isinstance(triple, tuple) and len(triple) == 3):
            raise _not_a_triple(triple)
        head, relation, tail = triple
        if not (isinstance(head, str) and isinstance(relation, str) and isinstance(tail, str)):
            raise _not_a_triple(triple)
        distinct[head, relation, tail] = None
    return distinct


def _not_a_triple(found: object) -> InvalidQueryError:
    return InvalidQueryError(f"expected triples (head, relation, tail) of labels, found {found!r}")


def _flat(triples: Sequence[LabelTriple]) -> str:
    """A JSON list of the labels; several times as fast as making a list for ``json.dumps``."""
    if not triples:
        return "[]"
    return f"[{','.join(map(encode_basestring, chain.from_iterable(triples)))}]"


def _checksum(payload: bytes, seed: int) -> bytes:
    return zlib.crc32(payload, seed).to_bytes(_CHECKSUM, "little")


def _is_flat(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(part, list) and len(part) % 3 == 0 for part in value)
        and all(isinstance(label, str) for part in value for label in part)
    )


def _not_unicode(changes: Changes) -> str:
    labels = (label for triples in changes for triple in triples for label in triple)
    return next(label for label in labels if not label.isascii() and _broken(label))


def _broken(label: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in label)

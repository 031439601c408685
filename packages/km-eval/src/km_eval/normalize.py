"""When two spellings of an answer are one answer.

The rule is the one that RoG, GCR, GNN-RAG, SubgraphRAG and G-Retriever share, which took it from
SQuAD: lower case, no ASCII punctuation, no articles, single spaces. Letters outside ASCII stay.
"""

import re
import string
from collections.abc import Iterable
from functools import lru_cache

_PUNCTUATION = str.maketrans("", "", string.punctuation)
_NAME = 100
"""The most characters of a text that is remembered."""
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")


def normalize(text: str) -> str:
    """The text in lower case without ASCII punctuation, articles and superfluous white space.

    Punctuation is deleted, not replaced by a space.

    Example:
        >>> normalize("The  U.S.-born Zoë")
        'usborn zoë'
    """
    bare = text.lower().translate(_PUNCTUATION)
    return " ".join(_ARTICLE.sub(" ", bare).split())


def normalized(text: str) -> str:
    """What ``normalize`` gives, remembered for texts of the length of a name."""
    return _short_normalized(text) if len(text) <= _NAME else normalize(text)


def answer_key(text: str) -> str:
    """What answers are compared by: the normalized text, or "" for a blank answer.

    Answers that normalize to nothing ("The The", "???") are compared in lower case as they
    are; else they would all be equal, and equal to a blank.

    Example:
        >>> answer_key("The Beatles!"), answer_key("???"), answer_key("  ")
        ('beatles', '???', '')
    """
    return _short_key(text) if len(text) <= _NAME else _key(text)


def answer_keys(texts: Iterable[str]) -> list[str]:
    """The keys of several answers, in order, blank ones left out."""
    keys = [_short_key(text) if len(text) <= _NAME else _key(text) for text in texts]
    return [key for key in keys if key] if "" in keys else keys


def _key(text: str) -> str:
    return normalize(text) or " ".join(text.lower().split())


# Names come again and again; what is longer is a completion, and to keep those takes memory.
_short_key = lru_cache(maxsize=1 << 15)(_key)
_short_normalized = lru_cache(maxsize=1 << 15)(normalize)

"""When two spellings of an answer are one answer.

The rule is the one that RoG, GCR, GNN-RAG, SubgraphRAG and G-Retriever share, which took it from
SQuAD: lower case, no ASCII punctuation, no articles, single spaces. Letters outside ASCII stay.
"""

import re
import string
from functools import lru_cache

_PUNCTUATION = str.maketrans("", "", string.punctuation)
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


@lru_cache(maxsize=1 << 17)
def answer_key(text: str) -> str:
    """What answers are compared by: the normalized text, or "" for a blank answer.

    Answers that normalize to nothing ("The The", "???") are compared in lower case as they
    are; else they would all be equal, and equal to a blank.

    Example:
        >>> answer_key("The Beatles!"), answer_key("???"), answer_key("  ")
        ('beatles', '???', '')
    """
    return normalize(text) or " ".join(text.lower().split())

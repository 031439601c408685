"""Which phrasing a question was made from, where its source does not say."""

import hashlib
from collections.abc import Iterable

from km_data.prompts import TOPIC


def template_of(kind: str, text: str, mentions: Iterable[tuple[int, int]]) -> str:
    """An id of the phrasing: its kind, and a hash of what it reads without the topics.

    Example:
        >>> template_of("directed_by", "who directed Heat?", [(13, 17)])
        'directed_by#792c58ad'
    """
    for start, end in sorted(mentions, reverse=True):
        text = text[:start] + TOPIC + text[end:]
    return f"{kind}#{hashlib.sha256(text.encode()).hexdigest()[:8]}"

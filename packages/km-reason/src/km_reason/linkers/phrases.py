"""What in a text may be meant as a name, whether or not anything has it."""

import re
from collections.abc import Iterator

from km_reason.linkers.stop_words import STOP_WORDS

_TOKEN = re.compile(r"\w[\w'’.-]*")

Span = tuple[int, int]


def phrases(text: str) -> list[Span]:
    """Where phrases begin and end, likeliest names first: runs of capitalised words, runs, words.

    Example:
        >>> [text[a:b] for text in ["who is Al Paccino?"] for a, b in phrases(text)]
        ['Al Paccino', 'Al', 'Paccino']
    """
    tokens = list(_TOKEN.finditer(text))
    wanted = [
        match
        for i, match in enumerate(tokens)
        if match[0].casefold() not in STOP_WORDS and (i or not match[0].islower())
    ]
    capital = [match for match in wanted if not match[0].islower()]
    found = [*_runs(text, capital), *_runs(text, wanted), *(match.span() for match in wanted)]
    return list(dict.fromkeys(found))


def _runs(text: str, words: list[re.Match[str]]) -> Iterator[Span]:
    start: int | None = None
    for i, word in enumerate(words):
        start = word.start() if start is None else start
        following = words[i + 1] if i + 1 < len(words) else None
        if following is None or text[word.end() : following.start()].strip():
            yield start, word.end()
            start = None

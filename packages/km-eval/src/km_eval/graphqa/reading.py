"""Answers to graph tasks out of what a model wrote; exact rules, as they change the scores."""

import re
from collections.abc import Callable, Mapping
from typing import Literal

from km_data.graph_tasks.tasks import NO_NODES, NO_PATH

Kind = Literal["yes-no", "number", "nodes", "choice"]
"""What an answer is; ``choice`` is support or counter, as in ExplaGraphs."""

Place = Literal["first", "last"]
"""Where the answer is looked for; ``last`` for models that were to think first."""

_ANSWER = re.compile(r"\banswers?\b", re.IGNORECASE)
_YES_NO = re.compile(r"\b(yes|no)\b", re.IGNORECASE)
_CHOICE = re.compile(r"\b(support|counter)", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<no_path>\bno path\b)|(?<![\w.])\d+(?![\w]|\.\d)", re.IGNORECASE)
_NAMED_NODE = re.compile(r"\bnodes? [^\s,.;:?]+", re.IGNORECASE)
_NO_NODES = re.compile(r"\b(no nodes?|none)\b", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•]+|\(?\d{1,3}[.)])\s+")
_INTRODUCTION = re.compile(r"^.*(?::|\bare\b|\bis\b)", re.IGNORECASE)
_NO_NAMES = frozenset(("and", "node", "nodes", "the"))


def read_answer(text: str, kind: Kind, place: Place = "first") -> tuple[str, ...] | None:
    """The answer in a text, or None if none of its kind is there.

    ``yes-no``: the word yes or no. ``choice``: the word support or counter. ``number``: a whole
    number in digits that does not name a node ("node 3"), or the words "no path". ``nodes``: the
    names in a sentence, after its colon, "are" or "is", or the words "no nodes" or "none"; a list
    may have a line for each name.

    ``first`` takes the first of what can be read. ``last`` takes the first after the last word
    "answer", and if there is none, the last of what can be read.

    Example:
        >>> read_answer("The degree of node 3 is 5.", "number")
        ('5',)
        >>> read_answer("The nodes connected to A are B, C and D.", "nodes")
        ('B', 'C', 'D')
        >>> read_answer("No wait, it closes. The answer is yes.", "yes-no", "last")
        ('Yes',)
    """
    read = _READERS[kind]
    if place == "first":
        return read(text, 0)
    *_, after = _ANSWER.split(text)
    found = read(after, 0) if after != text else None
    return read(text, -1) if found is None else found


def _yes_no(text: str, place: int) -> tuple[str, ...] | None:
    words = _YES_NO.findall(text)
    return (words[place].capitalize(),) if words else None


def _choice(text: str, place: int) -> tuple[str, ...] | None:
    words = _CHOICE.findall(text)
    return (words[place].lower(),) if words else None


def _number(text: str, place: int) -> tuple[str, ...] | None:
    found = list(_NUMBER.finditer(_NAMED_NODE.sub("", text)))
    if not found:
        return None
    return (NO_PATH,) if found[place]["no_path"] else (str(int(found[place][0])),)


def _nodes(text: str, place: int) -> tuple[str, ...] | None:
    paragraphs = [part for part in re.split(r"\n\s*\n", text) if re.search(r"\w", part)]
    if not paragraphs:
        return None
    lines = [_BULLET.sub("", line).strip() for line in paragraphs[place].splitlines()]
    said = ", ".join(line for line in lines if line)
    sentences = [part for part in re.split(r"\.(?:\s|,|$)", said) if re.search(r"\w", part)]
    if not sentences:
        return None
    sentence = sentences[place]
    if _NO_NODES.search(sentence):
        return (NO_NODES,)
    names = re.findall(r"\w+", _INTRODUCTION.sub("", sentence))
    return tuple(dict.fromkeys(name for name in names if name.lower() not in _NO_NAMES)) or None


_READERS: Mapping[str, Callable[[str, int], tuple[str, ...] | None]] = {
    "yes-no": _yes_no,
    "number": _number,
    "nodes": _nodes,
    "choice": _choice,
}

"""Answers out of what a model wrote; the way is named, because it changes the scores."""

import json
import re
from typing import Literal

Extraction = Literal["lines", "raw", "json", "ans"]
"""How answers are taken from a completion; see ``extract_answers``."""

# A bullet, or a number of up to three digits with its dot or bracket; a year stays.
_BULLET = re.compile(r"^\s*(?:[-*•–·]+\s+|\(?\d{1,3}[.)]\s+)+")
_LABEL = re.compile(r"^(?:ans|answers?)\s*:\s*", re.IGNORECASE)
_ANS_LINE = re.compile(r"\bans\s*:(.*)", re.IGNORECASE)
_NOTHING = frozenset(("none", "not available", "no information available", "n/a"))
_LIST = re.compile(r"\[.*?\]", re.DOTALL)


class UnreadableCompletionError(ValueError):
    """A completion does not have the form that was asked for."""


def extract_answers(completion: str, how: Extraction) -> tuple[str, ...]:
    r"""The answers in a completion, in its order, each once.

    ``lines``: one a line, without bullets, numbering, ``ans:`` and bold marks; a line that ends
    in a colon introduces a list and is no answer. ``ans``: what follows ``ans:`` on its line,
    unless that says that there is none. ``raw``: all of it is one answer. ``json``: the strings
    of the first JSON list in it.

    Raises:
        UnreadableCompletionError: If there is no JSON list of texts where one is to be.

    Example:
        >>> extract_answers("The answers are:\n1. **Paris**\n- Lyon", "lines")
        ('Paris', 'Lyon')
        >>> extract_answers("Let me think.\nans: Paris\nans: none", "ans")
        ('Paris',)
    """
    if how == "raw":
        found = [completion.strip()]
    elif how == "json":
        found = _json_list(completion)
    elif how == "ans":
        found = _ans_lines(completion)
    else:
        found = [_bare(line) for line in completion.splitlines() if not _is_preamble(line)]
    return tuple(dict.fromkeys(answer for answer in found if answer))


def _bare(line: str) -> str:
    unmarked = _BULLET.sub("", line).replace("**", "")
    return _LABEL.sub("", unmarked.strip()).strip()


def _is_preamble(line: str) -> bool:
    return line.rstrip().rstrip("*").endswith(":")


def _ans_lines(completion: str) -> list[str]:
    said = (match[1].replace("**", "").strip() for match in _ANS_LINE.finditer(completion))
    return [answer for answer in said if answer.lower().rstrip(".") not in _NOTHING]


def _json_list(completion: str) -> list[str]:
    for match in _LIST.finditer(completion):
        try:
            values = json.loads(match[0])
        except ValueError:
            continue
        if all(isinstance(value, str) for value in values):
            return [value.strip() for value in values]
    raise UnreadableCompletionError(
        f"expected a JSON list of texts in the completion, found {completion[:60]!r}"
    )

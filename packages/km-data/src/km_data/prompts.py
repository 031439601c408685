"""The words a model is trained on and asked with; training and answering share them.

The completion of a planning prompt is RoG's form, ``<PATH>r1<SEP>r2</PATH>`` (Luo et al.,
"Reasoning on Graphs", ICLR 2024), with ``^r`` for a relation walked from tail to head.
"""

import re
from collections.abc import Sequence

from km_data.records import Question
from km_graph.relation_path import Hop, RelationPath

TOPIC = "[topic]"
"""What stands for a topic entity in a masked question."""

HELD_OUT = "!"
"""What the template of a question ends in if it is to be tested with, never trained on."""

PATH_START, PATH_SEPARATOR, PATH_END = "<PATH>", "<SEP>", "</PATH>"

_PATH = re.compile(re.escape(PATH_START) + "(.*?)" + re.escape(PATH_END), re.DOTALL)


def masked(question: Question) -> str:
    """The text of a question with each topic mention replaced by ``[topic]``.

    A planner does not need the name to tell the relation path, and without names it cannot
    learn them by heart. Mentions are taken from ``question.mentions``, else the topics are
    searched in the text.

    Example:
        >>> masked(Question("1", "who directed Heat?", topics=("Heat",)))
        'who directed [topic]?'
    """
    text = question.text
    for start, end in sorted(question.mentions or _search(question), reverse=True):
        text = text[:start] + TOPIC + text[end:]
    return text


def _search(question: Question) -> list[tuple[int, int]]:
    """Where each topic stands as a word of its own, longer names first."""
    found: list[tuple[int, int]] = []
    for topic in sorted(question.topics, key=len, reverse=True):
        word = rf"(?<!\w){re.escape(topic)}(?!\w)"
        for match in re.finditer(word, question.text, re.IGNORECASE):
            if not any(match.start() < end and start < match.end() for start, end in found):
                found.append(match.span())
                break
    return found


def planning_prompt(question: Question, *, mask_topics: bool = True) -> str:
    """What a planner is asked."""
    return f"Question: {masked(question) if mask_topics else question.text}\nRelation path:\n"


def planning_completion(path: RelationPath) -> str:
    """What a planner should write for this relation path."""
    hops = (("^" if hop.inverse else "") + hop.relation for hop in path)
    return PATH_START + PATH_SEPARATOR.join(hops) + PATH_END


def parse_plan(completion: str) -> RelationPath | None:
    """The relation path in a planner's completion, or None if there is no whole one."""
    match = _PATH.search(completion)
    if match is None:
        return None
    hops = [hop.strip() for hop in match[1].split(PATH_SEPARATOR)]
    if not all(hop.lstrip("^") for hop in hops):
        return None
    return RelationPath(Hop(hop.removeprefix("^"), hop.startswith("^")) for hop in hops)


def reasoning_prompt(question: Question, paths: Sequence[str]) -> str:
    """What a reader is asked: paths in words, then the question."""
    lines = "\n".join(paths) or "none"
    return f"Reasoning paths:\n{lines}\n\nQuestion: {question.text}\nAnswers:\n"


def reasoning_completion(answers: Sequence[str]) -> str:
    """What a reader should write: one answer a line."""
    return "\n".join(answers)

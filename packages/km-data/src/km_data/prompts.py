"""The words a model is trained on and asked with; training and answering share them.

The completion of a planning prompt is RoG's form, ``<PATH>r1<SEP>r2</PATH>`` (Luo et al.,
"Reasoning on Graphs", ICLR 2024), with ``^r`` for a relation walked from tail to head. A path with
its answer is in GCR's form ("Graph-constrained Reasoning", ICML 2025). Labels and questions are
escaped wherever they stand (``km_data.escaping``); what is read back from a completion is not.
"""

import re
from collections.abc import Sequence

from km_data.escaping import escaped, escaped_whole, unescaped
from km_data.records import Question
from km_graph.relation_path import Hop, RelationPath

TOPIC = "[topic]"
"""What stands for a topic entity in a masked question."""

HELD_OUT = "!"
"""What the template of a question ends in if it is to be tested with, never trained on."""

ANSWERS = "Answers:"
"""What answers stand below."""

PATH_START, PATH_SEPARATOR, PATH_END = "<PATH>", "<SEP>", "</PATH>"

_PATH = re.compile(re.escape(PATH_START) + "(.*?)" + re.escape(PATH_END), re.DOTALL)
_PATH_AND_ANSWER = re.compile(_PATH.pattern + r"\s*# Answer:[^\S\n]*\n([^\n]*\S)", re.DOTALL)


def masked(question: Question) -> str:
    """The text of a question with each topic mention replaced by ``[topic]``.

    A planner does not need the name to tell the relation path, and without names it cannot
    learn them by heart. Mentions are taken from ``question.mentions``, else the topics are
    searched in the text.

    Example:
        >>> masked(Question("1", "who directed Heat?", topics=("Heat",)))
        'who directed [topic]?'
    """
    return TOPIC.join(_around_topics(question))


def _around_topics(question: Question) -> list[str]:
    """The text of a question, cut at the mentions of its topics."""
    pieces, end = [], 0
    for start, stop in sorted(question.mentions or _search(question)):
        pieces.append(question.text[end:start])
        end = stop
    return [*pieces, question.text[end:]]


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
    pieces = _around_topics(question) if mask_topics else [question.text]
    return f"Question: {TOPIC.join(map(escaped, pieces))}\nRelation path:\n"


def planning_completion(path: RelationPath) -> str:
    """What a planner should write for this relation path."""
    return PATH_START + PATH_SEPARATOR.join(map(_hop_text, path)) + PATH_END


def _hop_text(hop: Hop) -> str:
    label = escaped_whole(hop.relation)
    if label.startswith("^"):
        label = "\\" + label
    return "^" + label if hop.inverse else label


def parse_plan(completion: str) -> RelationPath | None:
    """The relation path in a planner's completion, or None if there is no whole one."""
    match = _PATH.search(completion)
    if match is None:
        return None
    hops = [hop.strip() for hop in match[1].split(PATH_SEPARATOR)]
    if not all(hop.lstrip("^") for hop in hops):
        return None
    return RelationPath(Hop(unescaped(hop.removeprefix("^")), hop.startswith("^")) for hop in hops)


def reasoning_prompt(question: Question, paths: Sequence[str], *, header: str = "") -> str:
    """What a reader is asked: paths in words, under the header of their textualizer; a question."""
    return f"{_listed(paths, header)}\n\nQuestion: {escaped(question.text)}\n{ANSWERS}\n"


def _listed(paths: Sequence[str], header: str) -> str:
    lines = [header, *paths] if header and paths else paths
    return "Reasoning paths:\n" + ("\n".join(lines) or "none")


def reasoning_completion(answers: Sequence[str]) -> str:
    """What a reader should write: one answer a line."""
    return "\n".join(map(escaped, answers))


def parse_answers(completion: str) -> tuple[str, ...]:
    r"""The answers in a reader's completion, each once; those after an explanation, if any.

    Example:
        >>> parse_answers("Paris\nAC\\\\DC\nParis\n")
        ('Paris', 'AC\\DC')
    """
    below = completion.rpartition(f"{ANSWERS}\n")[2]
    lines = (line.strip() for line in below.split("\n"))
    return tuple(dict.fromkeys(unescaped(line) for line in lines if line))


def explanation_prompt(question: Question, paths: Sequence[str], *, header: str = "") -> str:
    """What is asked where the answer is to be explained."""
    return f"{_listed(paths, header)}\n\nQuestion: {escaped(question.text)}\nExplain and answer:\n"


def explanation_request(
    question: Question, paths: Sequence[str], answers: Sequence[str], *, header: str = ""
) -> str:
    """What a model is asked that is to word an explanation for an example."""
    return (
        f"{_listed(paths, header)}\n\nQuestion: {escaped(question.text)}\n"
        f"{ANSWERS}\n{reasoning_completion(answers)}\n\n"
        "Explain in one to three sentences why these are the answers. Use nothing but the "
        "reasoning paths above, name every answer, and write nothing else."
    )


def explanation_completion(explanation: str, answers: Sequence[str]) -> str:
    """What should be written where the answer is to be explained; answers stand one a line."""
    return f"{explanation}\n{ANSWERS}\n{reasoning_completion(answers)}"


def path_and_answer_prompt(question: Question) -> str:
    """What a model is asked that writes whole paths; in the words of GCR."""
    topics = ", ".join(map(escaped, question.topics))
    return (
        "Reasoning path is a sequence of triples in the KG that connects the topic entities in the "
        "question to answer entities. Given a question, please generate some reasoning paths in "
        "the KG starting from the topic entities to answer the question.\n\n"
        f"# Question: \n{escaped(question.text)}\n# Topic entities: \n{topics}\n"
    )


def path_and_answer_completion(path: str, answer: str) -> str:
    """What such a model should write: a path as arrows, and the answer it leads to."""
    return f"# Reasoning Path:\n{PATH_START}{path}{PATH_END}\n# Answer:\n{escaped_whole(answer)}"


def parse_path_and_answer(completion: str) -> tuple[str, str] | None:
    """The path as it was written, and the answer; None if there is no whole path with an answer.

    ``km_data.textualizers.arrows.parse_arrows`` reads the path.
    """
    match = _PATH_AND_ANSWER.search(completion)
    return None if match is None else (match[1], unescaped(match[2].strip()))

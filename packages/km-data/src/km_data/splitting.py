"""Parts of a question set that share nothing they could be learned from by heart."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal, get_args

from km_data.prompts import HELD_OUT
from km_data.records import Question
from km_graph.errors import ConfigError

Part = Literal["train", "validation", "test"]
PARTS: tuple[Part, ...] = get_args(Part)

GroupBy = Literal["topic", "relation_path", "template", "question"]
"""What two questions may have in common and then belong in one part."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """Questions in parts, each in the order given.

    Attributes:
        parts: The questions of each part.
        held_out: The templates that are in the test part only.
        dropped: How many questions of those templates would have fallen in another part.
    """

    parts: dict[Part, list[Question]]
    held_out: frozenset[str]
    dropped: int

    def of_held_out(self) -> list[Question]:
        """The test questions of held-out templates."""
        return [question for question in self.parts["test"] if question.template in self.held_out]


def split_questions(
    questions: Sequence[Question],
    *,
    by: Sequence[GroupBy] = ("topic", "relation_path"),
    validation: float = 0.1,
    test: float = 0.1,
    hold_out_templates: float = 0.0,
    seed: int = 0,
) -> Split:
    """Questions with a key in common are in one part; which one depends on key and seed alone.

    A question has one key for each of its topics and relation paths, if grouped by those. What
    is not known of a question counts as the same for all such questions, which may put too many
    in one group but never lets a part leak into another. Questions may come in any order, and
    more of other groups, and a group stays where it was.

    Args:
        questions: The questions.
        by: What makes a group.
        validation: Share of groups for validation.
        test: Share of groups for testing.
        hold_out_templates: Share of templates that only test questions may have, besides those
            that their source marks with a final ``!``.
        seed: Another seed gives another split.

    Raises:
        ConfigError: If the shares leave nothing to train on.
    """
    if validation < 0 or test < 0 or validation + test >= 1:
        problem = f"validation ({validation}) and test ({test}) must leave a share to train on"
        raise ConfigError("split", [problem])
    held_out = _held_out(questions, hold_out_templates, seed)
    parts: dict[Part, list[Question]] = {part: [] for part in PARTS}
    dropped = 0
    for question, group in zip(questions, _groups(questions, by), strict=True):
        part = _part(group, validation, test, seed)
        if question.template in held_out and part != "test":
            dropped += 1
        else:
            parts[part].append(question)
    return Split(parts, held_out, dropped)


def keys_of(question: Question, by: Sequence[GroupBy]) -> Iterator[Key]:
    """What a question may share with others."""
    values = {
        "topic": question.topics,
        "relation_path": tuple(map(str, question.relation_paths)),
        "template": (question.template or "",),
        "question": (question.id,),
    }
    return product(*(values[name] or ("",) for name in by))


def leaks(split: Split, by: Sequence[GroupBy]) -> int:
    """How many keys are in more than one part; 0 unless the split is wrong."""
    parts = Counter(
        key
        for questions in split.parts.values()
        for key in {key for question in questions for key in keys_of(question, by)}
    )
    return sum(n > 1 for n in parts.values())


def _held_out(questions: Sequence[Question], share: float, seed: int) -> frozenset[str]:
    templates = {question.template for question in questions if question.template is not None}
    return frozenset(
        template
        for template in templates
        if template.endswith(HELD_OUT) or _fraction(seed, "template", template) < share
    )


def _groups(questions: Sequence[Question], by: Sequence[GroupBy]) -> list[Key]:
    """One key for each question, the same where questions share keys, directly or by others."""
    parent: dict[Key, Key] = {}

    def root(key: Key) -> Key:
        while parent.setdefault(key, key) != key:
            parent[key] = key = parent[parent[key]]
        return key

    for question in questions:
        roots = {root(key) for key in keys_of(question, by)}
        # The smallest key stays, so that the name of a group does not depend on any order.
        parent.update(dict.fromkeys(roots, min(roots)))
    return [root(next(keys_of(question, by))) for question in questions]


def _part(group: Key, validation: float, test: float, seed: int) -> Part:
    at = _fraction(seed, "group", *group)
    if at < test:
        return "test"
    return "validation" if at < test + validation else "train"


def _fraction(seed: int, *words: str) -> float:
    """A number in [0, 1) that depends on the words and the seed, evenly spread."""
    digest = hashlib.sha256("\0".join((str(seed), *words)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48

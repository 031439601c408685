"""What can be told of questions without their graph."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from km_data.auditing.near_duplicates import groups_of, near_duplicates
from km_data.escaping import has_marker
from km_data.prompts import masked
from km_data.records import Question
from km_data.splitting import GroupBy, keys_of

_SHOWN = 10

KEYS: dict[str, tuple[GroupBy, ...]] = {
    "topic": ("topic",),
    "topic and relation path": ("topic", "relation_path"),
    "relation path": ("relation_path",),
    "template": ("template",),
}


def describe(questions: Sequence[Question]) -> dict[str, Any]:
    """Counts, class balance, answers, duplicates and labels of one file."""
    labels = {label for q in questions for label in (*q.topics, *q.answers)}
    return {
        "questions": len(questions),
        "without_topic": sum(not q.topics for q in questions),
        "per_hop": _counted(str(q.hops or "unknown") for q in questions),
        "relation_paths": _balance([str(path) for q in questions for path in q.relation_paths]),
        "answers": spread([len(q.answers) for q in questions]),
        "duplicates": _duplicates(questions),
        "labels_that_look_like_markers": _marked(labels),
    }


def leakage(train: Sequence[Question], test: Sequence[Question]) -> dict[str, float | None]:
    """Share of test questions that have a key in common with a training question.

    Keys are those of ``KEYS``, the text, and the text without its topics; None where no question
    of the test file has the key.
    """
    shares = {name: _shared(train, test, _keys(by)) for name, by in KEYS.items()}
    shares["text"] = _shared(train, test, lambda q: {q.text})
    shares["wording"] = _shared(train, test, lambda q: {masked(q)})
    return shares


def spread(numbers: Sequence[int]) -> dict[str, float | int]:
    """Least, median, 95th percentile, greatest and mean."""
    if not numbers:
        return {}
    least, median, high, most = np.quantile(numbers, [0, 0.5, 0.95, 1]).tolist()
    mean = round(float(np.mean(numbers)), 2)
    return {"least": least, "median": median, "p95": high, "most": most, "mean": mean}


def token_lengths(texts: Iterable[str], count: Callable[[str], int]) -> dict[str, float | int]:
    """How many tokens texts have."""
    return spread([count(text) for text in texts])


def _keys(by: Sequence[GroupBy]) -> Callable[[Question], set[Any]]:
    known = {
        "topic": lambda q: bool(q.topics),
        "relation_path": lambda q: bool(q.relation_paths),
        "template": lambda q: q.template is not None,
    }
    return lambda q: set(keys_of(q, by)) if all(known[name](q) for name in by) else set()


def _shared(
    train: Iterable[Question], test: Iterable[Question], keys: Callable[[Question], set[Any]]
) -> float | None:
    seen = {key for question in train for key in keys(question)}
    asked = [found for question in test if (found := keys(question))]
    return (
        round(sum(not seen.isdisjoint(found) for found in asked) / len(asked), 4) if asked else None
    )


def _duplicates(questions: Sequence[Question]) -> dict[str, int]:
    texts = list(dict.fromkeys(question.text for question in questions))
    pairs = near_duplicates(texts)
    return {
        "same_id": len(questions) - len({question.id for question in questions}),
        "same_text": len(questions) - len(texts),
        "near_duplicates": len(pairs),
        "groups_of_near_duplicates": groups_of(pairs),
    }


def _balance(paths: Sequence[str]) -> dict[str, Any]:
    often = Counter(paths).most_common()
    if not often:
        return {"different": 0}
    return {
        "different": len(often),
        "asked_once": sum(n == 1 for _, n in often),
        "share_of_most_common": round(often[0][1] / len(paths), 4),
        "most_common": dict(often[:_SHOWN]),
    }


def _marked(labels: Iterable[str]) -> dict[str, Any]:
    found = sorted(label for label in labels if has_marker(label))
    return {"labels": len(found), "such_as": [label[:80] for label in found[:_SHOWN]]}


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))

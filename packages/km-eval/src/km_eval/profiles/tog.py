"""The rule of Think-on-Graph."""

from collections.abc import Mapping
from itertools import chain

from km_eval.cases import Case
from km_eval.profiles.rule import Rule


class Tog(Rule):
    """``exact_match`` of ToG, which is no exact match: either may contain the other."""

    name = "tog"
    version = 1
    source = "ToG: eval/eval.py and eval/utils.py"
    quirks = (
        (
            "Right if the answer equals, contains or is contained in any gold answer or alias, "
            "after lower-casing and deleting spaces; an empty answer is contained in every one."
        ),
        "The answer is what stands in the first pair of braces, else the whole reply.",
        'A reply of "{NULL}" is never right.',
        "One gold answer is enough, however many there are.",
        "Questions without a prediction are not counted.",
    )
    shown = ("exact_match",)

    def score(self, case: Case) -> Mapping[str, float]:
        """Whether the reply is right."""
        reply = case.raw if isinstance(case.raw, str) else "\n".join(case.raw)
        said = _in_braces(reply)
        if said == "NULL" and "{" in reply:
            return {"exact_match": 0.0}
        accepted = [*case.gold, *chain.from_iterable(case.question.aliases.values())]
        key = _key(said)
        right = any(key in gold or gold in key for gold in map(_key, accepted))
        return {"exact_match": float(right)}


def _in_braces(reply: str) -> str:
    if "{" not in reply:
        return reply
    # Without a closing brace the script cuts off the last character; so do we.
    return reply[reply.find("{") + 1 : reply.find("}")]


def _key(text: str) -> str:
    return text.strip().replace(" ", "").lower()


TOG = Tog()

"""What must hold of every rule, whatever the answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_data.records import Prediction, Question
from km_eval.cases import Case
from km_eval.profiles.gcr import GCR
from km_eval.profiles.loading import load_profiles
from km_eval.profiles.rog import GNNRAG, ROG
from km_eval.profiles.strict import STRICT
from km_eval.profiles.subgraphrag import SUBGRAPHRAG

# Words of which none is a part of another, so that substring and equality agree.
words = st.sampled_from(["bonn", "rome", "lyon", "kyiv", "oslo"])
answers = st.lists(words, min_size=1, max_size=5, unique=True)
anything = st.lists(st.text(max_size=12), min_size=1, max_size=5)
PROFILES = load_profiles(["all"])
MAY_EXCEED_1 = {"rog", "gnnrag", "g-retriever"}


def case(raw, gold):
    listed = tuple(raw.split("\n")) if isinstance(raw, str) else tuple(raw)
    return Case(Question("1", "which?", answers=tuple(gold)), Prediction("1", listed), raw)


@given(raw=st.one_of(anything, st.text(max_size=40)), gold=anything)
@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_numbers_are_fractions_but_for_known_quirks(profile, raw, gold):
    numbers = profile.summary(profile.score(case(raw, gold)))
    bounded = {"precision", "f1"} if profile.name in MAY_EXCEED_1 else set()
    assert all(0 <= value <= 1 for name, value in numbers.items() if name not in bounded)
    assert all(value >= 0 for value in numbers.values())


@given(raw=answers, gold=answers)
@pytest.mark.parametrize("profile", [ROG, GNNRAG, GCR], ids=lambda profile: profile.name)
def test_substring_rules_agree_with_set_arithmetic_where_no_name_is_in_another(profile, raw, gold):
    numbers = profile.score(case(raw, gold))
    common = len(set(raw) & set(gold))
    assert numbers["hit"] == float(common > 0)
    assert numbers["precision"] == common / len(raw)
    assert numbers["recall"] == common / len(gold)


@given(raw=answers, gold=answers)
def test_strict_is_never_more_generous_than_rog(raw, gold):
    strict, rog = STRICT.score(case(raw, gold)), ROG.score(case(raw, gold))
    assert all(strict[name] <= rog[name] for name in ("hit", "recall"))


@given(raw=anything, gold=anything, data=st.data())
@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_the_order_of_gold_answers_changes_nothing(profile, raw, gold, data):
    if profile is SUBGRAPHRAG:
        gold = sorted(set(gold), key=lambda text: (len(text), text))
        gold = [text for i, text in enumerate(gold) if i == 0 or len(text) > len(gold[i - 1])]
    shuffled = data.draw(st.permutations(gold))
    if profile.name == "g-retriever":
        gold = shuffled = [text for text in gold if "|" not in text] or ["x"]
    one, other = profile.score(case(raw, gold)), profile.score(case(raw, shuffled))
    assert one == pytest.approx(other)

"""What every profile must do; subclass it in the tests of a plugin."""

import copy
import math

import pytest

from km_data.records import Prediction, Question
from km_eval.cases import Case, Raw
from km_eval.contracts import NotScoredError, Profile

_QUESTIONS = {
    "one answer": Question("1", "where is it?", answers=("Paris",)),
    "many": Question("1", "when?", answers=("1999-01-02", "Paris", "Paris", "The", "?")),
    "aliases": Question("1", "who?", answers=("UK",), aliases={"UK": ("Britain", "")}),
    "unanswerable": Question("1", "why?"),
}
_RAW: dict[str, Raw] = {
    "right": "Paris",
    "marked": "ans: Paris\nans: none\n{Paris}",
    "list": ("Paris", "Rome", "Paris"),
    "empty text": "",
    "empty list": (),
    "blank lines": "\n\n \n",
    "blank answers": ("", " "),
    "json": '["Paris", null, 3, [1]]',
    "paths": ("# Reasoning Path:\na -> b -> Paris\n# Answer:\nParis",),
    "strange": "{\x00|,|{}\ud800 […",
    "long": "Paris " * 20_000,
}


def _scored(profile: Profile, case: Case) -> dict[str, float] | None:
    try:
        return dict(profile.score(case))
    except NotScoredError:
        return None


class ProfileContract:
    """Tests of a profile; a subclass supplies the fixture ``profile``."""

    @pytest.fixture
    def profile(self) -> Profile:
        """The profile to test."""
        raise NotImplementedError

    @pytest.fixture(params=_RAW)
    def cases(self, request: pytest.FixtureRequest) -> list[Case]:
        """Questions of every kind with one prediction."""
        raw = _RAW[request.param]
        answers = (raw,) if isinstance(raw, str) else tuple(raw)
        return [Case(question, Prediction("1", answers), raw) for question in _QUESTIONS.values()]

    def test_is_a_profile(self, profile: Profile) -> None:
        """It has what the contract names, and says where it comes from."""
        assert isinstance(profile, Profile)
        assert profile.version >= 1
        assert profile.source
        assert profile.quirks

    def test_gives_finite_numbers_or_refuses(self, profile: Profile, cases: list[Case]) -> None:
        """Whatever it names is finite and not negative but for a penalty."""
        for case in cases:
            values = _scored(profile, case) or {}
            assert all(map(math.isfinite, values.values()))
            assert all(value >= 0 for name, value in values.items() if name != "hallucination")

    def test_shows_numbers_it_reports(self, profile: Profile) -> None:
        """What is worth a place in a table is there."""
        case = Case(_QUESTIONS["one answer"], Prediction("1", ("Paris",)), "ans: Paris")
        assert set(profile.shown) <= set(profile.summary(profile.score(case)))

    def test_is_deterministic_and_changes_nothing(
        self, profile: Profile, cases: list[Case]
    ) -> None:
        """The same case gives the same numbers and stays as it was."""
        before = copy.deepcopy(cases)
        first = [_scored(profile, case) for case in cases]
        assert first == [_scored(profile, case) for case in cases]
        assert before == cases

    def test_sums_up_no_cases(self, profile: Profile) -> None:
        """A file without cases is no error."""
        profile.summary({})

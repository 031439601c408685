import math
from collections.abc import Sequence
from pathlib import Path

import pytest

from km_data.prompts import planning_completion, planning_prompt
from km_data.records import Question
from km_graph.errors import ConfigError
from km_graph.paths import Groups
from km_graph.relation_path import RelationPath
from km_graph.walkers import load_walker
from km_reason.contracts import Completion, Planner
from km_reason.models.local import LocalModel
from km_reason.models.replay import ReplayModel, record_completions
from km_reason.planners.lm import LanguageModelPlanner, plans_of
from km_reason.testing import PlannerContract
from km_reason.testing.films import film_graph, film_questions
from km_reason.testing.tiny_llama import make_base


def replay(
    file: Path, completions: Sequence[Sequence[Completion]], *, mask_topics: bool = True
) -> ReplayModel:
    prompts = [planning_prompt(item, mask_topics=mask_topics) for item in film_questions()]
    record_completions(file, prompts, completions)
    return ReplayModel(file)


class TestLanguageModelPlanner(PlannerContract):
    @pytest.fixture(autouse=True)
    def _model(self, tmp_path: Path) -> None:
        beams = [Completion("<PATH>a</PATH>", -0.1), Completion("<PATH>a<SEP>^b</PATH>", -2.0)]
        self.model = replay(tmp_path / "c.jsonl", [beams] * len(film_questions()))

    def planner(self) -> Planner:
        return LanguageModelPlanner(self.model)


@pytest.mark.parametrize("mask_topics", [True, False])
def test_asks_the_planning_prompt(tmp_path: Path, mask_topics: bool) -> None:
    gold = [item.relation_paths[0] for item in film_questions()]
    written = [[Completion(planning_completion(path))] for path in gold]
    model = replay(tmp_path / "c.jsonl", written, mask_topics=mask_topics)
    planner = LanguageModelPlanner(model, mask_topics=mask_topics)
    assert gold == [
        plans[0].relation_path for plans in planner.plan(film_graph(), film_questions())
    ]


def test_score_is_the_share_of_all_beams() -> None:
    beams = [Completion("<PATH>a</PATH>", math.log(0.6)), Completion("no", math.log(0.2)),
             Completion("<PATH>b</PATH>", math.log(0.2))]  # fmt: skip
    assert pytest.approx([plan.score for plan in plans_of(beams)]) == [0.6, 0.2]


def test_beams_that_say_the_same_are_one_plan() -> None:
    beams = [Completion("<PATH>b</PATH>", math.log(0.4), 3),
             Completion("<PATH>a</PATH>", math.log(0.3), 3),
             Completion(" <PATH> a </PATH>", math.log(0.3), 4)]  # fmt: skip
    first, second = plans_of(beams)
    assert RelationPath.parse("a") == first.relation_path
    assert pytest.approx(first.score) == 0.6
    assert first.tokens == 7
    assert RelationPath.parse("b") == second.relation_path


def test_very_unlikely_beams_do_not_divide_by_zero() -> None:
    assert plans_of([Completion("<PATH>a</PATH>", -5000.0)])[0].score == 1.0


@pytest.mark.parametrize("text", ["", "<PATH>", "<PATH></PATH>", "a</PATH>", "<PATH>a<SEP></PATH>"])
def test_no_plan_in_what_is_no_whole_relation_path(text: str) -> None:
    assert plans_of([Completion(text)]) == []


def test_no_plan_from_no_completion() -> None:
    assert plans_of([]) == []


def test_question_with_odd_characters_is_masked(tmp_path: Path) -> None:
    question = Question("1", "who directed [x] <PATH>?", topics=("[x] <PATH>",))
    prompt = "Question: who directed [topic]?\nRelation path:\n"
    record_completions(tmp_path / "c.jsonl", [prompt], [[Completion("<PATH>r</PATH>")]])
    planner = LanguageModelPlanner(ReplayModel(tmp_path / "c.jsonl"))
    assert RelationPath.parse("r") == planner.plan(film_graph(), [question])[0][0].relation_path


def test_constrained_planner_writes_what_the_graph_can_execute(tmp_path: Path) -> None:
    model = LocalModel(str(make_base(tmp_path / "base", positions=256)))
    walker = load_walker("reference")
    planner = LanguageModelPlanner(
        model, walker=walker, constrained=True, hops=2, beams=50, max_tokens=99
    )
    plans = planner.plan(film_graph(), [Question("1", "who is Heat?", ("Heat",))])[0]
    assert sum(plan.score for plan in plans) == pytest.approx(1.0)
    assert {str(plan.relation_path) for plan in plans} >= {"directed_by", "^sequel_of"}
    batch = walker.follow(
        film_graph(),
        film_graph().entities.ids(["Heat"] * len(plans)),
        Groups.of([film_graph().relation_ids(plan.relation_path).tolist() for plan in plans]),
        allow_return=False,
    )
    assert set(range(len(plans))) == set(batch.owner.tolist())


def test_model_that_cannot_be_constrained_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text('{"prompt": "p", "completions": []}\n')
    with pytest.raises(ConfigError, match="ReplayModel cannot be constrained"):
        LanguageModelPlanner(ReplayModel(tmp_path / "c.jsonl"), constrained=True)

from pathlib import Path

import pytest

from km_data.records import Question, write_records
from km_graph.errors import DataError
from km_graph.relation_path import RelationPath
from km_reason.contracts import PLANNERS, Planner
from km_reason.planners.frequency import FrequencyPlanner
from km_reason.testing import PlannerContract
from km_reason.testing.films import film_graph, film_questions


class TestFrequency(PlannerContract):
    @pytest.fixture(autouse=True)
    def _training(self, tmp_path: Path) -> None:
        self.training = tmp_path / "q.jsonl"
        write_records(self.training, film_questions())

    def planner(self) -> Planner:
        return PLANNERS.load("frequency")(self.training)


def test_commonest_first(tmp_path: Path) -> None:
    paths = ["a", "b", "b", "c/d"]
    questions = [
        Question(str(i), "?", relation_paths=(RelationPath.parse(path),))
        for i, path in enumerate(paths)
    ]
    write_records(tmp_path / "q.jsonl", questions)
    plans = FrequencyPlanner(tmp_path / "q.jsonl").plan(film_graph(), questions[:1])[0]
    assert [("b", 0.5), ("a", 0.25), ("c/d", 0.25)] == [
        (str(plan.relation_path), plan.score) for plan in plans
    ]


def test_questions_without_relation_paths_are_refused(tmp_path: Path) -> None:
    write_records(tmp_path / "q.jsonl", [Question("1", "?")])
    with pytest.raises(DataError, match="expected questions with relation paths"):
        FrequencyPlanner(tmp_path / "q.jsonl")

from km_data.records import Question
from km_graph.relation_path import RelationPath
from km_reason.contracts import Plan, Planner
from km_reason.planners.oracle import OraclePlanner
from km_reason.testing import PlannerContract
from km_reason.testing.films import film_graph


class TestOraclePlanner(PlannerContract):
    def planner(self) -> Planner:
        return OraclePlanner()


def test_gold_relation_paths_share_the_belief() -> None:
    paths = (RelationPath.parse("a"), RelationPath.parse("^b/c"))
    plans = OraclePlanner().plan(film_graph(), [Question("1", "?", relation_paths=paths)])
    assert [[Plan(paths[0], 0.5), Plan(paths[1], 0.5)]] == plans


def test_no_plan_where_no_gold_is_known() -> None:
    assert OraclePlanner().plan(film_graph(), [Question("1", "?")]) == [[]]

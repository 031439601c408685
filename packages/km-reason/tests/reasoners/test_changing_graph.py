"""The next question sees a changed store: no reasoner is trained again or remembers a graph."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from km_data.records import Prediction, Question
from km_graph.errors import PluginError
from km_graph.relation_path import RelationPath
from km_graph.store import Batch, GraphStore
from km_graph.walkers import Walker, load_walker
from km_reason.contracts import Reasoner
from km_reason.models.local import LocalModel
from km_reason.planners.lm import LanguageModelPlanner
from km_reason.planners.oracle import OraclePlanner
from km_reason.reasoners.agent import AgentReasoner
from km_reason.reasoners.graph_constrained import GraphConstrainedReasoner
from km_reason.reasoners.plan_retrieve import PlanRetrieveReasoner
from km_reason.reasoners.reading import ReadingReasoner
from km_reason.reasoners.retrieve_only import RetrieveOnlyReasoner
from km_reason.testing import film_graph
from km_reason.testing.scripted import ScriptedModel, reads_all

TRUE = ("Heat", "directed_by", "Michael Mann")
EDITED = ("Heat", "directed_by", "Agnès Varda")
QUESTION = Question(
    "q", "who directed Heat?", ("Heat",), relation_paths=(RelationPath.parse("directed_by"),)
)


def directors(prompt: str) -> str:
    """Chooses what was directed, of options or by a plan."""
    lines = [line for line in prompt.split("\n") if "directed_by" in line and line[:1].isdigit()]
    return ", ".join(line.partition(".")[0] for line in lines) or "0"


def oracle(walker: Walker, _: LocalModel) -> Reasoner:
    return PlanRetrieveReasoner(OraclePlanner(), walker)


def planned(walker: Walker, _: LocalModel) -> Reasoner:
    model = ScriptedModel(lambda _: "<PATH>directed_by</PATH>")
    return PlanRetrieveReasoner(LanguageModelPlanner(model), walker)


def planned_within(walker: Walker, model: LocalModel) -> Reasoner:
    planner = LanguageModelPlanner(model, beams=40, walker=walker, constrained=True, hops=1)
    return PlanRetrieveReasoner(planner, walker, top_paths=9)


def read(walker: Walker, model: LocalModel) -> Reasoner:
    return ReadingReasoner(oracle(walker, model), ScriptedModel(reads_all))


def constrained(walker: Walker, model: LocalModel) -> Reasoner:
    return GraphConstrainedReasoner(model, walker, hops=1, beams=40)


def retrieved(walker: Walker, _: LocalModel) -> Reasoner:
    return RetrieveOnlyReasoner(walker, hops=1)


def agent(_: Walker, __: LocalModel) -> Reasoner:
    return AgentReasoner(ScriptedModel(directors), hops=1)


REASONERS: tuple[Callable[[Walker, LocalModel], Reasoner], ...] = (
    oracle, planned, planned_within, read, constrained, retrieved, agent,
)  # fmt: skip


@pytest.fixture(params=["reference", "native"])
def walker(request: pytest.FixtureRequest) -> Walker:
    try:
        return load_walker(request.param)
    except PluginError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> LocalModel:
    from km_reason.testing.tiny_llama import make_base

    return LocalModel(str(make_base(tmp_path_factory.mktemp("base"), positions=768)))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    with GraphStore.create(tmp_path / "store", film_graph()) as made:
        yield made


def directed(found: Prediction) -> set[str]:
    """Who a prediction says directed Heat, by its evidence; all of it must be answers too."""
    paths = [path for path in found.evidence if "directed_by" == str(path.relation_path)]
    ends = {path.entities[-1] for path in paths}
    assert ends <= set(found.answers)
    return ends


@pytest.mark.parametrize("make", REASONERS, ids=lambda make: make.__name__)
def test_answer_and_evidence_follow_an_edit(
    store: GraphStore, walker: Walker, model: LocalModel, make: Any
) -> None:
    reasoner = make(walker, model)

    def says() -> set[str]:
        found = reasoner.answer(store.graph, [QUESTION])[0]
        assert found.error is None
        return directed(found)

    assert {"Michael Mann"} == says()
    store.apply(Batch(add=[EDITED], remove=[TRUE]))
    assert {"Agnès Varda"} == says()
    store.add([TRUE])
    assert {"Agnès Varda", "Michael Mann"} == says()
    store.remove([TRUE, EDITED])
    assert set() == says()
    store.add([TRUE])
    assert {"Michael Mann"} == says()


@pytest.mark.parametrize("make", REASONERS, ids=lambda make: make.__name__)
def test_older_version_can_be_asked_again(
    store: GraphStore, walker: Walker, model: LocalModel, make: Any
) -> None:
    reasoner, before = make(walker, model), store.graph
    store.apply(Batch(add=[EDITED], remove=[TRUE]))
    graphs = [store.graph, before, store.graph, store.snapshot(0)]
    found = [directed(reasoner.answer(graph, [QUESTION])[0]) for graph in graphs]
    assert [{"Agnès Varda"}, {"Michael Mann"}, {"Agnès Varda"}, {"Michael Mann"}] == found

import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph
from km_reason.assembly import make_reasoner
from km_reason.contracts import REASONERS, Reasoner
from km_reason.models.local import LocalModel
from km_reason.options import ReasonOptions
from km_reason.reasoners.agent import AgentReasoner
from km_reason.testing import ReasonerContract, film_graph, film_questions
from km_reason.testing.scripted import ScriptedModel

DIRECTED = film_questions()[0]
FAR = Question("far", "who else starred in films by the director of Heat?", ("Heat",))


def options_of(prompt: str) -> list[str]:
    """The options that a prompt lists."""
    return re.findall(r"^\d+\. (.*)$", prompt, re.MULTILINE)


def choosing(*wanted: str) -> Callable[[str], str]:
    """A model's rule: choose the options that match one of the patterns, whole."""

    def rule(prompt: str) -> str:
        found = [
            str(i)
            for i, option in enumerate(options_of(prompt), 1)
            if any(re.fullmatch(pattern, option) for pattern in wanted)
        ]
        return ", ".join(found) or "0"

    return rule


def ask(rule: Callable[[str], str], question: Question = DIRECTED, **settings: int) -> Prediction:
    return AgentReasoner(ScriptedModel(rule), **settings).answer(film_graph(), [question])[0]


class TestAgent(ReasonerContract):
    def reasoner(self) -> Reasoner:
        wanted = (".*directed_by.*", ".*starred_actors.*")
        agent: Reasoner = REASONERS.load("agent")(ScriptedModel(choosing(*wanted)), width=2)
        return agent


class TestAgentWithARandomModel(ReasonerContract):
    @pytest.fixture(autouse=True)
    def _model(self, base_model: Path) -> None:
        self.model = LocalModel(str(base_model))

    def reasoner(self) -> Reasoner:
        return AgentReasoner(self.model, hops=2, max_tokens=8)


def test_walks_one_hop_to_the_answer() -> None:
    found = ask(choosing("Heat -> directed_by -> .*"), width=1)
    assert ("Michael Mann",) == found.answers
    assert [("Heat", "directed_by", "Michael Mann")] == [*found.evidence[0].triples()]
    assert (1.0,) == found.scores


def test_goes_on_where_no_path_ends_in_an_answer() -> None:
    rule = choosing(
        r"Heat -> directed_by -> \?",
        r".*Michael Mann <- directed_by <- \?",
        r".*Insider, The -> starred_actors -> .*",
    )
    found = ask(rule, FAR, width=1)
    assert ("Al Pacino",) == found.answers
    assert "directed_by/^directed_by/starred_actors" == str(found.relation_paths[0])


def test_keeps_the_entities_that_the_model_chooses() -> None:
    graph = KnowledgeGraph.from_triples(
        [("t", "r", f"m{i}") for i in range(9)] + [(f"m{i}", "s", f"e{i}") for i in range(9)]
    )
    rule = choosing(r"t -> r -> (\?|m7)", r".* -> \?", "t -> r -> m7 -> s -> e7")

    def never_at_first(prompt: str) -> str:
        return "0" if "end in an answer" in prompt and "e7" not in prompt else rule(prompt)

    model = ScriptedModel(never_at_first)
    found = AgentReasoner(model, width=1).answer(graph, [Question("q", "?", ("t",))])[0]
    assert ("e7",) == found.answers
    assert 3 == len(model.prompts)


def test_is_not_asked_where_all_is_kept() -> None:
    model = ScriptedModel(lambda _: "1")
    AgentReasoner(model, width=9).answer(film_graph(), [DIRECTED])
    assert ["end in an answer" in prompt for prompt in model.prompts] == [True]


def test_finds_nothing_where_the_model_says_so() -> None:
    found = ask(lambda _: "0")
    assert ((), (), None) == (found.answers, found.evidence, found.error)


def test_replies_that_cannot_be_read_are_counted_and_fall_back_to_the_first_options(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        found = ask(lambda _: "what a lovely graph", hops=1, width=1)
    assert 2 == caplog.text.count("1 of 1 replies held no choice that can be read")
    assert ("Michael Mann",) == found.answers
    assert (0.0,) == found.scores


def test_budget_of_calls_ends_the_walk() -> None:
    model = ScriptedModel(lambda _: "0")
    AgentReasoner(model, width=1, max_calls=2).answer(film_graph(), [FAR])
    assert 2 == len(model.prompts)


def test_budget_of_tokens_ends_the_walk() -> None:
    model = ScriptedModel(lambda _: "0")
    found = AgentReasoner(model, width=1, call_tokens=10).answer(film_graph(), [FAR])[0]
    assert ([], ()) == (model.prompts, found.answers)
    assert found.error is None


def test_lists_no_more_options_than_allowed() -> None:
    graph = KnowledgeGraph.from_triples(("hub", "r", f"e{i:05}") for i in range(5_000))
    model = ScriptedModel(lambda _: "1 2 30")
    agent = AgentReasoner(model, max_options=20)
    found = agent.answer(graph, [Question("q", "what?", ("hub",))])[0]
    assert 20 == len(options_of(model.prompts[0]))
    assert 2 == len(found.answers)


def test_questions_go_together() -> None:
    model = ScriptedModel(lambda _: "1")
    AgentReasoner(model, width=1, hops=1).answer(film_graph(), film_questions())
    assert model.calls == 2


def test_batch_gives_what_single_questions_give() -> None:
    agent = AgentReasoner(ScriptedModel(choosing(".*directed_by.*")), width=2)
    graph, questions = film_graph(), film_questions()
    alone = [agent.answer(graph, [question])[0] for question in questions]
    together = agent.answer(graph, questions)
    assert [(p.answers, p.evidence) for p in alone] == [(p.answers, p.evidence) for p in together]


def test_several_topics_are_all_starts() -> None:
    question = Question("q", "who?", ("Heat", "Insider, The"))
    found = ask(choosing(".*starred_actors.*"), question, max_evidence=2)
    assert ("Al Pacino", "Robert De Niro") == found.answers
    starts = [path.entities[0] for path in found.evidence if path.entities[-1] == "Al Pacino"]
    assert ["Heat", "Insider, The"] == starts


def test_topic_is_never_an_answer_and_no_entity_is_visited_twice() -> None:
    question = Question("q", "who?", ("Heat", "Michael Mann"))
    found = ask(lambda prompt: ",".join(map(str, range(1, 1 + len(options_of(prompt))))), question)
    assert not {"Heat", "Michael Mann"} & set(found.answers)
    walked = [path.entities for path in found.evidence]
    assert all(len(set(entities)) == len(entities) for entities in walked)


def test_topic_without_edges_has_no_answer() -> None:
    graph = KnowledgeGraph.from_triples([("Ann", "is", "Ann")])
    agent = AgentReasoner(ScriptedModel(lambda _: "1"))
    found = agent.answer(graph, [Question("q", "who?", ("Ann",))])[0]
    assert ((), None) == (found.answers, found.error)


def test_options_make_an_agent(graph_file: Path, base_model: Path) -> None:
    options = ReasonOptions(
        graph=graph_file, reasoner="agent", model=str(base_model), hops=1, width=2, max_tokens=8
    )
    found = make_reasoner(options).answer(film_graph(), [DIRECTED])[0]
    assert found.error is None
    assert found.completion

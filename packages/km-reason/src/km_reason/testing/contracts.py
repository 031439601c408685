"""What every plugin of km-reason does, as tests."""

# ruff: noqa: D102 - the name of a test says what it shows

from abc import ABC, abstractmethod
from collections.abc import Sequence

import pytest

from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph
from km_reason.contracts import (
    EntityLinker,
    LanguageModel,
    Plan,
    Planner,
    Reasoner,
)
from km_reason.testing.films import ODD, film_graph, film_questions


class LanguageModelContract(ABC):
    """What every language model does."""

    @abstractmethod
    def model(self) -> LanguageModel:
        """The model under test; made anew for each test."""

    def prompts(self) -> Sequence[str]:
        """Prompts it can complete; at least two."""
        return ["Question: who?\n", "Question: what, and for how long?\n", "Why"]

    def test_gives_up_to_beams_completions_for_each_prompt(self) -> None:
        found = self.model().complete(self.prompts(), max_tokens=6, beams=2)
        assert len(self.prompts()) == len(found)
        assert all(1 <= len(completions) <= 2 for completions in found)

    def test_gives_the_best_completion_first(self) -> None:
        for completions in self.model().complete(self.prompts(), max_tokens=6, beams=3):
            scores = [completion.score for completion in completions]
            assert sorted(scores, reverse=True) == scores

    def test_is_deterministic(self) -> None:
        first, second = self.model(), self.model()
        assert first.complete(self.prompts(), max_tokens=6, beams=2) == second.complete(
            self.prompts(), max_tokens=6, beams=2
        )

    def test_gives_the_same_text_in_a_batch_as_alone(self) -> None:
        model = self.model()
        together = model.complete(self.prompts(), max_tokens=6)
        alone = [model.complete([prompt], max_tokens=6)[0] for prompt in self.prompts()]
        assert [found[0].text for found in alone] == [found[0].text for found in together]

    def test_gives_repeated_prompts_the_same_completions(self) -> None:
        first, second = self.prompts()[:2]
        found = self.model().complete([first, second, first], max_tokens=6, beams=2)
        assert found[0] == found[2]

    def test_completes_no_prompts(self) -> None:
        assert self.model().complete([], max_tokens=6) == []


class LinkerContract(ABC):
    """What every entity linker does."""

    @abstractmethod
    def linker(self, graph: KnowledgeGraph) -> EntityLinker:
        """The linker under test, for this graph."""

    @pytest.mark.parametrize("name", ["Heat", "Al Pacino", "Insider, The", ODD])
    def test_finds_a_name_as_the_graph_spells_it(self, name: str) -> None:
        text = f"tell me about {name} please"
        found = self.linker(film_graph()).link(text)
        assert [name] == [link.entity for link in found]

    def test_says_where_the_name_stands(self) -> None:
        link = self.linker(film_graph()).link("who directed Heat?")[0]
        assert (link.start, link.end) == (13, 17)

    def test_finds_several_in_order_of_the_text(self) -> None:
        found = self.linker(film_graph()).link("did Robert De Niro and Al Pacino meet in Heat?")
        assert [link.entity for link in found] == ["Robert De Niro", "Al Pacino", "Heat"]

    def test_finds_only_entities_of_the_graph(self) -> None:
        graph = film_graph()
        for link in self.linker(graph).link("Heat, Al Pacino or Michael Mann?"):
            assert link.entity in graph.entities

    @pytest.mark.parametrize("text", ["", "   ", "who is the president of nowhere?"])
    def test_finds_nothing_where_nothing_is_named(self, text: str) -> None:
        assert self.linker(film_graph()).link(text) == []


class PlannerContract(ABC):
    """What every planner does."""

    @abstractmethod
    def planner(self) -> Planner:
        """The planner under test; it can be asked ``film_questions``."""

    def plans(self) -> list[list[Plan]]:
        """What it proposes for them."""
        return self.planner().plan(film_graph(), film_questions())

    def test_plans_every_question(self) -> None:
        assert len(film_questions()) == len(self.plans())

    def test_proposes_a_relation_path_once(self) -> None:
        for plans in self.plans():
            paths = [plan.relation_path for plan in plans]
            assert len(set(paths)) == len(paths)

    def test_gives_shares_best_first(self) -> None:
        for plans in self.plans():
            scores = [plan.score for plan in plans]
            assert sorted(scores, reverse=True) == scores
            assert all(0 <= score <= 1 for score in scores)
            assert sum(scores) <= 1 + 1e-9

    def test_is_deterministic(self) -> None:
        assert self.plans() == self.plans()

    def test_plans_no_questions(self) -> None:
        assert self.planner().plan(film_graph(), []) == []


class ReasonerContract(ABC):
    """What every reasoner does."""

    @abstractmethod
    def reasoner(self) -> Reasoner:
        """The reasoner under test; it can be asked ``film_questions``."""

    def answers(self, questions: Sequence[Question] | None = None) -> list[Prediction]:
        """What it answers to questions about ``film_graph``."""
        asked = film_questions() if questions is None else questions
        return self.reasoner().answer(film_graph(), asked)

    def test_answers_every_question_in_order(self) -> None:
        assert [item.id for item in film_questions()] == [item.id for item in self.answers()]

    def test_answers_with_entities_of_the_graph_each_once(self) -> None:
        graph = film_graph()
        for prediction in self.answers():
            assert len(set(prediction.answers)) == len(prediction.answers)
            assert all(answer in graph.entities for answer in prediction.answers)

    def test_shows_evidence_that_is_in_the_graph(self) -> None:
        graph = film_graph()
        triples = [t for item in self.answers() for path in item.evidence for t in path.triples()]
        assert triples
        assert all(triple in graph for triple in triples)

    def test_shows_a_path_from_a_topic_to_each_answer(self) -> None:
        for question, prediction in zip(film_questions(), self.answers(), strict=True):
            assert set(prediction.answers) == {path.entities[-1] for path in prediction.evidence}
            assert all(path.entities[0] in question.topics for path in prediction.evidence)

    def test_scores_every_answer_or_none(self) -> None:
        for prediction in self.answers():
            assert len(prediction.scores) in (0, len(prediction.answers))

    def test_fails_for_an_unknown_topic_without_harm_to_others(self) -> None:
        good = film_questions()[0]
        bad = Question("bad", "who directed Heet?", ("Heet",))
        predictions = self.answers([bad, good])
        assert predictions[0].error == "entity 'Heet' is not in the graph; did you mean 'Heat'?"
        assert predictions[0].answers == ()
        assert predictions[1].error is None

    @pytest.mark.parametrize("text", ["who directed it?", " "])
    def test_says_why_a_question_without_topic_or_text_fails(self, text: str) -> None:
        assert self.answers([Question("x", text)])[0].error

    def test_answers_no_questions(self) -> None:
        assert self.answers([]) == []

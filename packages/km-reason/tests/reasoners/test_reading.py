from pathlib import Path

from km_data.contracts import TEXTUALIZERS
from km_data.records import Prediction, Question, read_questions
from km_graph.graph import KnowledgeGraph
from km_graph.reference import ReferenceWalker
from km_reason.assembly import make_reasoner
from km_reason.contracts import Reasoner
from km_reason.options import ReasonOptions
from km_reason.reasoners.oracle_path import OraclePathReasoner
from km_reason.reasoners.reading import ReadingReasoner
from km_reason.testing import ReasonerContract, film_graph, film_questions
from km_reason.testing.scripted import ScriptedModel, reads_all

FINDER = OraclePathReasoner(ReferenceWalker(), max_evidence=3)
SERVED = film_questions()[1]  # what did Al Pacino star in?


def read(says: str, **settings: object) -> Prediction:
    model = ScriptedModel(lambda _: says)
    return ReadingReasoner(FINDER, model, **settings).answer(film_graph(), [SERVED])[0]


class TestReadingReasoner(ReasonerContract):
    def reasoner(self) -> Reasoner:
        return ReadingReasoner(FINDER, ScriptedModel(reads_all))


def test_answers_are_those_that_the_model_chose_in_its_order() -> None:
    found = read("Insider, The\nHeat")
    assert ("Insider, The", "Heat") == found.answers
    assert ["Insider, The", "Heat"] == [path.entities[-1] for path in found.evidence]
    assert "Insider, The\nHeat" == found.completion
    assert found.tokens == 3


def test_a_model_that_was_never_tuned_may_chat() -> None:
    found = read("Sure! From the paths:\n\n1. **Heat**\n2. insider, the\n3. Casino")
    assert ("Heat", "Insider, The") == found.answers


def test_what_no_path_ends_in_is_dropped() -> None:
    found = read("Heat\nCasino\nAl Pacino")
    assert (("Heat",), (1.0,)) == (found.answers, found.scores)


def test_what_no_path_ends_in_may_be_kept_without_evidence_or_confidence() -> None:
    found = read("Casino\nHeat", unsupported="keep")
    assert ("Heat", "Casino") == found.answers
    assert (1.0, 0.0) == found.scores
    assert ["Heat"] == [path.entities[-1] for path in found.evidence]


def test_a_model_that_says_nothing_true_leaves_the_graph_silent() -> None:
    found = read("I do not know.")
    assert ((), (), None) == (found.answers, found.evidence, found.error)
    assert found.relation_paths


def test_gives_as_many_answers_as_asked_for() -> None:
    assert ("Insider, The",) == read("Insider, The\nHeat", max_answers=1).answers


def test_questions_without_paths_are_not_put_to_the_model() -> None:
    model = ScriptedModel(reads_all)
    questions = [Question("a", "who?", ("Heat",)), Question("b", "who?", ("Heet",)), SERVED]
    found = ReadingReasoner(FINDER, model).answer(film_graph(), questions)
    assert [True, True, False] == [not item.answers for item in found]
    assert (1, 1) == (len(model.prompts), model.calls)


def test_all_questions_are_one_call() -> None:
    model = ScriptedModel(reads_all)
    ReadingReasoner(FINDER, model).answer(film_graph(), film_questions())
    assert model.calls == 1


def test_shows_only_as_many_paths_as_fit() -> None:
    model = ScriptedModel(reads_all)
    ReadingReasoner(FINDER, model, path_tokens=20).answer(film_graph(), [SERVED])
    assert 1 == model.prompts[0].count("starred_actors")


def test_paths_are_put_into_words_as_asked_for() -> None:
    model = ScriptedModel(lambda _: "Heat")
    textualizer = TEXTUALIZERS.load("markdown")
    ReadingReasoner(FINDER, model, textualizer=textualizer).answer(film_graph(), [SERVED])
    assert "Reasoning paths:\n| start | path | end |\n|---|---|---|\n| Al" in model.prompts[0]


def test_says_what_to_do_if_asked_to() -> None:
    model = ScriptedModel(reads_all)
    ReadingReasoner(FINDER, model, instruct=True).answer(film_graph(), [SERVED])
    assert model.prompts[0].startswith("Answer the question from the reasoning paths")


def test_evidence_is_checked_again() -> None:
    other = KnowledgeGraph.from_triples([("a", "r", "b")])

    class Stale:
        def answer(self, *_: object, **__: object) -> list[Prediction]:
            return FINDER.answer(film_graph(), [SERVED])

    found = ReadingReasoner(Stale(), ScriptedModel(reads_all)).answer(other, [SERVED])[0]
    assert (found.answers, found.evidence) == ((), ())
    assert found.error is not None
    assert found.error.startswith("a path was shown that is not in the graph")


def test_options_put_a_reader_after_a_reasoner(
    graph_file: Path, questions_file: Path, base_model: Path
) -> None:
    options = ReasonOptions(
        graph=graph_file, reasoner="oracle-path", reader="model", reader_model=str(base_model),
        unsupported="keep", path_tokens=40, max_tokens=8, max_answers=2,
    )  # fmt: skip
    reasoner = make_reasoner(options)
    assert isinstance(reasoner, ReadingReasoner)
    assert (reasoner.max_answers, reasoner.reasoner.max_answers) == (2, None)
    found = reasoner.answer(film_graph(), list(read_questions(questions_file)))
    assert all(item.error is None and item.completion for item in found if item.relation_paths)

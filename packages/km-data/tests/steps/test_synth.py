from pathlib import Path

import pytest

from km_data.following import answers_along
from km_data.records import Question, read_questions
from km_data.steps.synth import MODELS, SYNTH, SynthOptions
from km_data.synthesis.questions import tells_answer
from km_data.synthesis.wording import wordings_of
from km_data.world.graph import WORLD
from km_graph.errors import ConfigError, DataError, KmError
from km_graph.graph import KnowledgeGraph
from km_graph.reference import ReferenceWalker
from km_graph.relation_path import RelationPath
from km_graph.step import StepContext

GRAPH = KnowledgeGraph.from_triples(WORLD.read())


def synth(out: Path, seed: int = 0, **options: object) -> tuple[dict[str, object], list[Question]]:
    chosen = {"relation_paths": 4, "per_path": 3, "walker": "reference", **options}
    summary = SYNTH.run(SynthOptions(graph=Path("world"), **chosen), StepContext(out, seed))
    return dict(summary), list(read_questions(out / "questions.jsonl"))


def test_answers_are_what_following_the_path_gives(tmp_path: Path) -> None:
    _, questions = synth(tmp_path, hops=[1, 2, 3], max_answers=7)
    pairs = [(question.topics[0], question.relation_paths[0]) for question in questions]
    assert {1, 2, 3} == {question.hops for question in questions}
    assert answers_along(GRAPH, pairs, walker=ReferenceWalker()) == [q.answers for q in questions]
    assert max(len(question.answers) for question in questions) <= 7


def test_no_question_tells_its_answer_and_each_names_its_topic(tmp_path: Path) -> None:
    _, questions = synth(tmp_path, relation_paths=20, per_path=20)
    assert not any(map(tells_answer, questions))
    for question in questions:
        ((start, end),) = question.mentions
        assert question.text[start:end] == question.topics[0]


def test_so_many_of_each_relation_path_and_no_id_twice(tmp_path: Path) -> None:
    summary, questions = synth(tmp_path, relation_paths=2, per_path=3)
    assert (summary["questions"], summary["relation_paths"]) == (12, 4)
    assert len({question.id for question in questions}) == 12


def test_topics_can_be_distinct(tmp_path: Path) -> None:
    _, questions = synth(tmp_path, distinct_topics=True)
    assert len({question.topics for question in questions}) == len(questions)


def test_the_seed_alone_decides(tmp_path: Path) -> None:
    first, again, other = (synth(tmp_path, seed)[1] for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_templates_of_a_user_come_first(tmp_path: Path) -> None:
    templates = tmp_path / "templates.yaml"
    templates.write_text(
        "- relation_path: ^capital\n  phrasings: ['{topic} rules what?']\n", "utf-8"
    )
    _, questions = synth(tmp_path, hops=[1], relation_paths=50, templates=templates)
    own = [question for question in questions if "rules what?" in question.text]
    assert {"^capital#1"} == {question.template for question in own}


@pytest.mark.parametrize(
    "text", ["{", "a: b", "- 1", "- relation_path: r\n  phrasings: [without]", "- phrasings: []"]
)
def test_templates_that_are_none_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "templates.yaml").write_text(text, "utf-8")
    with pytest.raises(DataError, match=r"templates\.yaml: "):
        synth(tmp_path, templates=tmp_path / "templates.yaml")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("capital", "What is the capital of {topic}?"),
        ("has_genre", "What is the genre of {topic}?"),
        ("directed_by", "What {topic} was directed by?"),
        (
            "^directed_by/starred_actors",
            "What are the starred actors of what was directed by {topic}?",
        ),
        ("^capital", "What has {topic} as its capital?"),
        ("location.country.languages_spoken", "What is the languages spoken of {topic}?"),
    ],
)
def test_paths_are_worded_from_their_labels(path: str, text: str) -> None:
    assert wordings_of(RelationPath.parse(path))[0] == text


def test_no_more_than_four_hops(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="hops: expected 1 to 4, found 5"):
        synth(tmp_path, hops=[5])


class Reply:
    def __init__(self, text: str) -> None:
        self.text = text


class Model:
    """Says every question in its own way, and some of them badly."""

    def __init__(self, reply: str = "") -> None:
        self.reply = reply

    def complete(self, prompts: list[str], *, max_tokens: int) -> list[list[Reply]]:
        if self.reply == "error":
            raise KmError("no model today")
        topics = [prompt.split("Copy '")[1].split("' letter")[0] for prompt in prompts]
        return [[Reply(self.reply.replace("TOPIC", topic))] for topic in topics]


@pytest.mark.parametrize(
    ("reply", "failure"),
    [
        ("Pray, TOPIC?", None),
        ("Pray?", "topic lost"),
        ("TOPIC\nor", "nothing or several lines"),
        ("", "nothing or several lines"),
        ("error", "no model today"),
    ],
)
def test_a_model_may_paraphrase_and_failures_are_counted(
    tmp_path: Path, reply: str, failure: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(MODELS), "load", lambda *_: Model)
    options = {"hops": [1], "relation_paths": 2, "model": "m", "model_options": {"reply": reply}}
    with monkeypatch.context() as patched:
        patched.setattr("km_data.steps.synth.load_walker", lambda _: ReferenceWalker())
        patched.setattr("km_data.steps.synth.open_graph", lambda *_, **__: GRAPH)
        summary, questions = synth(tmp_path, **options)
    assert summary["paraphrases_failed"] == ({failure: 6} if failure else {})
    assert (
        sum(question.text.startswith("Pray, ") for question in questions) == summary["paraphrased"]
    )
    assert len(questions) == 6

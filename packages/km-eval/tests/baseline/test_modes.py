import json

import pytest

from km_data.records import Question, read_predictions, write_records
from km_eval.steps import BASELINE
from km_eval.testing.server import serve
from km_graph.errors import ConfigError, DataError, ModelRequestError
from km_graph.graph import KnowledgeGraph
from km_graph.opening import save_graph
from km_graph.relation_path import RelationPath
from km_graph.step import StepContext

pytest.importorskip("openai", reason="the baseline needs openai")
PLAN = RelationPath.parse("capital/mayor")
TRIPLES = [
    ("France", "capital", "Paris"),
    ("Paris", "mayor", "Anne"),
    ("France", "borders", "Spain"),
    ("Spain", "capital", "Madrid"),
]
QUESTIONS = [
    Question(
        "1", "mayor of the capital of France?", ("France",), ("Anne",), relation_paths=(PLAN,)
    ),
    Question("2", "Spain capital?", ("Spain",), ("Madrid",)),
    Question("3", "who knows?", ("Atlantis",), ("nobody",)),
]


@pytest.fixture
def files(tmp_path):
    write_records(tmp_path / "questions.jsonl", QUESTIONS)
    save_graph(KnowledgeGraph.from_triples(TRIPLES), tmp_path / "graph.tsv")
    (tmp_path / "prices.json").write_text('{"tiny": {"prompt": 1, "completion": 1000}}')
    return tmp_path


def run(files, server, **options):
    settings = {
        "questions": files / "questions.jsonl",
        "model": "tiny",
        "base_url": server.base_url,
        "attempts": 1,
        "concurrency": 1,
    }
    summary = BASELINE.run(BASELINE.options(**settings | options), StepContext(files / "out"))
    return summary, list(read_predictions(files / "out" / "predictions.jsonl"))


def test_chain_of_thought_takes_answers_from_the_end(files):
    with serve(reply=lambda _: "Let me think.\nParis is big.\nans: Anne") as server:
        _, predictions = run(files, server, mode="chain-of-thought", extract="ans")
    assert predictions[0].answers == ("Anne",)
    assert "step by step" in server.prompts()[0]


def test_gold_paths_are_shown_and_kept_as_evidence(files):
    with serve() as server:
        _, predictions = run(files, server, mode="gold-paths", graph=files / "graph.tsv")
    assert [list(map(str, p.evidence)) for p in predictions] == [
        ["France -> capital -> Paris -> mayor -> Anne"],
        ["Spain -> capital -> Madrid"],
        [],
    ]
    assert "France -> capital -> Paris -> mayor -> Anne" in server.prompts()[0]


def test_the_neighborhood_is_shown_nearest_first(files):
    with serve() as server:
        run(files, server, mode="neighborhood", graph=files / "graph.tsv", limit=3)
    facts = server.prompts()[0].split("Facts:\n")[1].split("\n\n")[0].splitlines()
    assert sorted(facts[:2]) == ["France -> borders -> Spain", "France -> capital -> Paris"]
    assert len(facts) == 3


def test_questions_may_bring_their_own_graph(files):
    own = Question("1", "q?", ("a",), ("b",), triples=(("a", "r", "b"),))
    write_records(files / "questions.jsonl", [own])
    with serve() as server:
        run(files, server, mode="neighborhood")
    assert "a -> r -> b" in server.prompts()[0]


def test_shots_stand_before_the_question_and_never_tell_its_own_answer(files):
    with serve() as server:
        run(files, server, shots=files / "questions.jsonl", k=2)
    assert [prompt.count("Question:") for prompt in server.prompts()] == [3, 3, 3]
    assert [q.answers[0] in p for q, p in zip(QUESTIONS, server.prompts(), strict=True)] == [
        False,
        False,
        False,
    ]


def test_stops_before_it_spends_more_and_keeps_what_is_done(files, caplog):
    settings = {"prices": files / "prices.json", "max_tokens": 10}
    with serve() as server:
        summary, predictions = run(files, server, max_cost=0.0115, **settings)
        again, _ = run(files, server, max_cost=1.0, **settings)
    assert (summary["not_asked"], len(server.requests)) == (1, 3)
    assert summary["spent_now"] <= 0.0115
    assert "could cost more than 0.0115" in predictions[2].error
    assert "1 questions not asked" in caplog.text
    assert (again["not_asked"], again["failed"]) == (0, 0)


def test_the_ledger_counts_tokens_and_cost(files):
    with serve() as server:
        run(files, server, prices=files / "prices.json")
    usage = json.loads((files / "out" / "usage.json").read_text())
    cost = (usage["prompt_tokens"] + 3 * 1000) / 1e6
    assert (usage["completion_tokens"], usage["cost"]) == (3, pytest.approx(cost))


def test_refuses_a_price_table_without_the_model(files):
    with serve() as server, pytest.raises(ConfigError, match="expected a price for 'other'"):
        run(files, server, model="other", prices=files / "prices.json")


def test_refuses_prices_that_are_none(files):
    (files / "prices.json").write_text('{"tiny": {"prompt": -1}}')
    with serve() as server, pytest.raises(ConfigError, match=r"tiny\.prompt: .*greater"):
        run(files, server, prices=files / "prices.json")
    (files / "prices.json").write_text("{")
    with serve() as server, pytest.raises(DataError, match="expected JSON"):
        run(files, server, prices=files / "prices.json")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"mode": "chain-of-thought"}, "extract: expected ans or json in mode chain-of-thought"),
        ({"graph": "questions.jsonl"}, "graph: expected nothing in mode closed-book"),
        ({"max_cost": 1.0}, "max_cost: expected prices with it"),
        ({"mode": "embeddings", "shots": "questions.jsonl"}, "shots: expected nothing"),
    ],
)
def test_refuses_what_does_not_fit_the_mode(files, options, message):
    with serve() as server, pytest.raises(ConfigError, match=message):
        run(files, server, **options)


def test_embeddings_follow_the_relation_path_nearest_to_the_question(files):
    with serve() as server:
        summary, predictions = run(files, server, mode="embeddings", graph=files / "graph.tsv")
        n_asked = len(server.embedded)
        again, _ = run(files, server, mode="embeddings", graph=files / "graph.tsv")
    assert [p.answers for p in predictions] == [("Anne",), ("Madrid",), ()]
    assert str(predictions[0].evidence[0]) == "France -> capital -> Paris -> mayor -> Anne"
    assert len(server.embedded) == n_asked == len(set(server.embedded))
    assert (summary["failed"], again["prompt_tokens"]) == (0, 0)


@pytest.mark.parametrize("mode", ["html", "malformed", "500s", "empty-choices", "cut"])
def test_a_bad_reply_of_an_embedding_server_is_a_sentence(files, mode):
    with serve(mode) as server, pytest.raises(ModelRequestError, match=server.base_url):
        run(files, server, mode="embeddings", graph=files / "graph.tsv")

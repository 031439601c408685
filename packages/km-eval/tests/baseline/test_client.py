import pytest

from km_eval.baseline.client import OpenAIModel
from km_eval.testing.server import serve
from km_graph.errors import KmError, ModelRequestError

pytest.importorskip("openai", reason="the baseline needs openai")
KEY = "sk-canary-4711"


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def model(server, **options):
    return OpenAIModel("tiny", base_url=server.base_url, **{"attempts": 1, "timeout": 10} | options)


def failure(server, **options):
    with pytest.raises(ModelRequestError) as caught:
        model(server, **options).complete(["q"], max_tokens=5)
    return caught.value


def test_completes_prompts_in_order():
    with serve(reply=str.upper) as server:
        completions = model(server).complete([f"q{i}" for i in range(20)], max_tokens=5)
    assert [(f"Q{i}", 1) for i in range(20)] == [
        (row[0].text, row[0].tokens) for row in completions
    ]


def test_sends_model_prompt_limit_temperature_and_key():
    with serve() as server:
        model(server).complete(["q"], max_tokens=5)
    expected = {
        "model": "tiny",
        "messages": [{"role": "user", "content": "q"}],
        "max_tokens": 5,
        "temperature": 0.0,
    }
    assert ([expected], f"Bearer {KEY}") == (server.requests, server.headers[0]["authorization"])


def test_a_server_of_ones_own_needs_no_key(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY")
    with serve() as server:
        assert model(server).complete(["q"], max_tokens=5)[0][0].text == "Paris"


def test_openai_itself_needs_a_key(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(KmError, match="OPENAI_API_KEY is not set"):
        OpenAIModel("gpt")


def test_tries_again_after_429():
    with serve("429-then-ok") as server:
        completions = model(server, attempts=2).complete(["q"], max_tokens=5)
    assert (completions[0][0].text, len(server.requests)) == ("Paris", 2)


def test_5xx_fails_after_the_last_attempt_and_not_before():
    with serve("500s") as server:
        error = failure(server, attempts=2)
    assert (error.status, error.attempts, len(server.requests)) == (500, 2, 2)
    assert "HTTP 500" in str(error)


def test_a_server_that_wants_minutes_is_not_waited_for():
    with serve("429-for-minutes") as server:
        error = failure(server, attempts=4)
    assert (error.status, error.attempts, len(server.requests)) == (429, 1, 1)


def test_a_cut_connection_is_tried_again():
    with serve("cut") as server:
        error = failure(server, attempts=2)
    assert (error.status, error.attempts) == (None, 2)
    assert "no connection" in str(error)


def test_a_server_that_is_not_there_is_a_sentence():
    with serve() as server:
        pass
    assert "no connection" in str(failure(server))


def test_a_slow_reply_is_given_up():
    with serve("slow") as server:
        assert "no reply within 0.1 s" in str(failure(server, timeout=0.1))


@pytest.mark.parametrize(
    ("mode", "message"),
    [
        ("malformed", "expected a JSON reply, found '{\"choices\": ['"),
        ("html", "expected a JSON reply, found '<html>"),
        ("empty-choices", "the reply has no choices"),
        ("null-content", "the reply has no text"),
        ("400", "HTTP 400"),
    ],
)
def test_an_unusable_reply_fails_at_once(mode, message):
    with serve(mode) as server:
        error = failure(server, attempts=3)
    assert message in str(error)
    assert len(server.requests) == 1


def test_the_key_is_in_no_message_repr_log_or_cache(tmp_path, caplog):
    caplog.set_level("DEBUG", logger="km_eval")
    cache = tmp_path / "c.sqlite"
    with serve("400") as server:
        error = failure(server)
        server.mode = "ok"
        asked = model(server, cache=cache)
        asked.complete(["q"], max_tokens=5)
    shown = f"{error} {error!r} {asked!r} {caplog.text}".encode() + cache.read_bytes()
    assert KEY.encode() not in shown


def test_falls_back_to_max_completion_tokens():
    with serve("max-completion-tokens") as server:
        asked = model(server, concurrency=1)
        asked.complete(["q", "r"], max_tokens=5)
    limits = [sorted(k for k in body if k.startswith("max")) for body in server.requests]
    assert limits == [["max_tokens"], ["max_completion_tokens"], ["max_completion_tokens"]]


def test_asks_nothing_twice(tmp_path):
    with serve() as server:
        first = model(server, cache=tmp_path / "c").complete(["q", "r"], max_tokens=5)
        second = model(server, cache=tmp_path / "c").complete(["q", "r", "s"], max_tokens=5)
    assert (first, 3) == (second[:2], len(server.requests))


def test_failures_are_not_cached(tmp_path):
    with serve("html") as server:
        failure(server, cache=tmp_path / "c")
        server.mode = "ok"
        assert (
            model(server, cache=tmp_path / "c").complete(["q"], max_tokens=5)[0][0].text == "Paris"
        )


def test_what_came_before_an_interruption_is_kept(tmp_path):
    with serve() as server:
        asked = model(server, cache=tmp_path / "c", concurrency=1).replies(
            ["q", "r", "s"], max_tokens=5
        )
        next(asked)
        asked.close()
        n_before = len(server.requests)
        server.requests.clear()
        model(server, cache=tmp_path / "c").complete(["q", "r", "s"], max_tokens=5)
    assert n_before <= 3
    assert "q" not in server.prompts()

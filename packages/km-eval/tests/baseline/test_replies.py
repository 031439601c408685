import pytest

from km_eval.baseline.replies import Reply, UnusableReplyError, read_reply


def body(**more):
    return {"choices": [{"message": {"content": "Paris"}, **more}]}


def test_reads_text_and_usage():
    usage = {"prompt_tokens": 5, "completion_tokens": 1}
    assert Reply("Paris", 5, 1) == read_reply({**body(), "usage": usage})


@pytest.mark.parametrize("usage", [None, {}, {"completion_tokens": None}, "many"])
def test_usage_may_be_missing(usage):
    assert read_reply({**body(), "usage": usage}).tokens == 0


def test_notices_a_reply_that_was_cut():
    assert read_reply(body(finish_reason="length")).is_cut


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        ("<html>", "expected a chat completion"),
        ([], "expected a chat completion"),
        ({}, "no choices"),
        ({"choices": []}, "no choices"),
        ({"choices": None}, "no choices"),
        ({"choices": ["x"]}, "no choices"),
        ({"choices": [{}]}, "no text: content is empty or null"),
        ({"choices": [{"message": {"content": None}}]}, "no text: content is empty or null"),
        ({"choices": [{"message": {"content": " "}}]}, "no text: content is empty or null"),
        ({"choices": [{"message": {"refusal": "I won't"}}]}, 'refuses: "I won\'t"'),
        ({"error": {"message": "out of memory"}}, "server reports 'out of memory'"),
    ],
)
def test_refuses_what_holds_no_answer(reply, message):
    with pytest.raises(UnusableReplyError, match=message):
        read_reply(reply)

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_data.escaping import (
    escaped,
    escaped_whole,
    has_marker,
    is_plain,
    json_escaped,
    unescaped,
)

MARKERS = (
    "<PATH>",
    "</PATH>",
    "<SEP>",
    "<|im_start|>",
    "<|eot_id|>",
    "<｜end▁of▁sentence｜>",
    "[INST]",
    "[/INST]",
    "[topic]",
    "<<SYS>>",
    "<</SYS>>",
    "<s>",
    "</s>",
    "<bos>",
    "<eos>",
    "<pad>",
    "<unk>",
    "<name>",
    "<reserved_1>",
    "<start_of_turn>",
    "<end_of_turn>",
    "<think>",
    "<0x0A>",
    "＜PATH＞",
    "->",
    "<-",
)
wild = st.lists(
    st.one_of(
        st.sampled_from((*MARKERS, *(marker.upper() for marker in MARKERS))),
        st.sampled_from([*"<>[]/\\|^-nruU \n\r\u2028\u202e\u200d\ud800\U000e0041é漢"]),
        st.text(st.characters(), max_size=4),
    ),
    max_size=8,
).map("".join)


@given(wild)
def test_escaping_is_undone(text: str) -> None:
    assert text == unescaped(escaped(text))
    assert text == unescaped(escaped_whole(text).strip())


@given(wild)
def test_nothing_escaped_holds_a_marker_or_a_second_line(text: str) -> None:
    safe = escaped(text)
    assert not has_marker(safe)
    assert not any(marker.casefold() in safe.casefold() for marker in MARKERS)
    assert len(safe.splitlines()) <= 1


@given(wild)
def test_json_stays_the_same_value(text: str) -> None:
    safe = json_escaped(json.dumps(text, ensure_ascii=False))
    assert text == json.loads(safe)
    assert not has_marker(safe)


@given(wild)
def test_what_is_plain_stays(text: str) -> None:
    if is_plain(text):
        assert text == escaped(text)


@given(st.text())
def test_any_text_can_be_unescaped(text: str) -> None:
    assert isinstance(unescaped(text), str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Michael Mann", "Michael Mann"),
        ("x < y > z", "x < y > z"),
        ("I <3 it", "I <3 it"),
        ("Foo [film]", "Foo [film]"),
        ("可口可乐 – «Ё»", "可口可乐 – «Ё»"),
        ("می‌خواهم", "می‌خواهم"),
        ("🏳️‍🌈 👩‍💻", "🏳️‍🌈 👩‍💻"),
        ("<P\u200dATH> é\u200d\u200dé", "<\\P\\u200dATH> é\\u200d\\u200dé"),
        ("\u2028\u200d\x80", "\\u2028\\u200d\\u0080"),
        ("AC\\DC", "AC\\\\DC"),
        ("a\nb\tc", "a\\nb\\u0009c"),
        ("<PATH>", "<\\PATH>"),
        ("<unk>", "<\\u0075nk>"),
        ("<<SYS>>", "<\\<\\SYS>>"),
        ("[Inst]", "[\\Inst]"),
        ("A -> r -> B", "A -\\> r -\\> B"),
    ],
)
def test_escapes_visibly_and_only_where_needed(text: str, expected: str) -> None:
    assert expected == escaped(text)

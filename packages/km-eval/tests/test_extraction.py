import pytest

from km_eval.extraction import UnreadableCompletionError, extract_answers

CHATTY = "Based on the paths, the possible answers are:\n\n1. Jamaican English\n2) **Creole**\n"


@pytest.mark.parametrize(
    ("completion", "expected"),
    [
        (CHATTY, ("Jamaican English", "Creole")),
        ("- Paris\n* Lyon\n• Nice", ("Paris", "Lyon", "Nice")),
        ("Paris\n\nParis\n", ("Paris",)),
        ("1999\n2001. Odyssey", ("1999", "2001. Odyssey")),
        ("ans: Paris\nAnswer: Lyon", ("Paris", "Lyon")),
        ("**Answers:**\nParis", ("Paris",)),
        ("-273 degrees\n3 Idiots", ("-273 degrees", "3 Idiots")),
        ("", ()),
    ],
)
def test_lines_lose_bullets_numbering_and_preamble(completion, expected):
    assert expected == extract_answers(completion, "lines")


def test_raw_is_one_answer():
    assert extract_answers(" 1. Paris\n2. Lyon\n", "raw") == ("1. Paris\n2. Lyon",)


@pytest.mark.parametrize(
    ("completion", "expected"),
    [
        ('```json\n["Paris", "Lyon"]\n```', ("Paris", "Lyon")),
        ('{"answers": ["Paris"]}', ("Paris",)),
        ('[see below] ["Paris"]', ("Paris",)),
        ("[]", ()),
    ],
)
def test_json_is_the_first_list_of_texts(completion, expected):
    assert expected == extract_answers(completion, "json")


@pytest.mark.parametrize("completion", ["Paris", "[1, 2]", '["Paris"'])
def test_json_refuses_what_is_no_list_of_texts(completion):
    with pytest.raises(UnreadableCompletionError, match="expected a JSON list of texts"):
        extract_answers(completion, "json")

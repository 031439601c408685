import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_data.graph_tasks.prompts import completion
from km_data.graph_tasks.source import GraphTaskQuestions
from km_data.graph_tasks.tasks import NO_NODES, NO_PATH
from km_eval.graphqa.metric import reading_of
from km_eval.graphqa.reading import read_answer

FIRST = [
    ("yes-no", "Yes.", ("Yes",)),
    ("yes-no", "No, there is no cycle.", ("No",)),
    ("yes-no", "**yes**, it does", ("Yes",)),
    ("yes-no", "Nobody knows.", None),
    ("yes-no", "", None),
    ("number", "7.", ("7",)),
    ("number", "There are 12 edges in this graph.", ("12",)),
    ("number", "The degree of node 3 is 5.", ("5",)),
    ("number", "The shortest path from node 1 to node 2 is 4", ("4",)),
    ("number", "There is no path from node 1 to node 2.", (NO_PATH,)),
    ("number", "07", ("7",)),
    ("number", "3.5", None),
    ("number", "five", None),
    ("nodes", "A, C.", ("A", "C")),
    ("nodes", "No nodes.", (NO_NODES,)),
    ("nodes", "None", (NO_NODES,)),
    ("nodes", "The nodes connected to 2 are 0, 1 and 3.", ("0", "1", "3")),
    ("nodes", "Nodes: node 4, and node 7", ("4", "7")),
    ("nodes", "- James\n- Mary", ("James", "Mary")),
    ("nodes", "1. James\n2. Mary", ("James", "Mary")),
    ("nodes", "A, B. These are all of them.", ("A", "B")),
    ("nodes", "  \n", None),
    ("choice", "Counter", ("counter",)),
    ("choice", "They support each other.", ("support",)),
    ("choice", "Neither.", None),
]


@pytest.mark.parametrize(("kind", "text", "expected"), FIRST)
def test_reads_the_first_answer(kind: str, text: str, expected: tuple[str, ...] | None) -> None:
    assert expected == read_answer(text, kind)  # type: ignore[arg-type]


LAST = [
    ("yes-no", "No edge from A. But B has one. So the answer is yes.", ("Yes",)),
    ("yes-no", "First no, then yes", ("Yes",)),
    ("number", "There are 3 here and 4 there. The answer is 7.", ("7",)),
    ("number", "3 + 4 = 7", ("7",)),
    ("number", "The answer follows from 3 + 4 = 7. The answer is clear", ("7",)),
    ("nodes", "A has edges.\n\nThe answer is: B, C.", ("B", "C")),
    ("nodes", "A has an edge to B.\n\nB, C", ("B", "C")),
]


@pytest.mark.parametrize(("kind", "text", "expected"), LAST)
def test_reads_the_last_answer_after_thinking(
    kind: str, text: str, expected: tuple[str, ...]
) -> None:
    assert expected == read_answer(text, kind, "last")  # type: ignore[arg-type]


def test_every_gold_completion_is_read_as_the_gold_answer() -> None:
    for question in GraphTaskQuestions(encoders="all", styles="all", graphs=2).read():
        how = reading_of(question)
        assert how is not None
        found = read_answer(completion(question.answers), *how)
        assert question.answers == found


@given(
    st.text(max_size=60),
    st.sampled_from(["yes-no", "number", "nodes", "choice"]),
    st.sampled_from(["first", "last"]),
)
def test_any_text_can_be_read(text: str, kind: str, place: str) -> None:
    found = read_answer(text, kind, place)  # type: ignore[arg-type]
    assert found is None or (found and all(found))

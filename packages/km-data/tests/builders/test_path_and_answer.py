import pytest

from km_data.builders.path_and_answer import MAX_ROWS, PATH_AND_ANSWER
from km_data.contracts import EXAMPLE_BUILDERS, BuildContext, ExampleBuilder
from km_data.prompts import parse_path_and_answer
from km_data.records import Example, Question
from km_data.testing import GRAPH, QUESTIONS, ExampleBuilderContract
from km_data.textualizers.arrows import ARROWS, parse_arrows
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Path
from km_graph.reference import ReferenceWalker
from km_graph.relation_path import RelationPath


class TestPathAndAnswer(ExampleBuilderContract):
    @pytest.fixture
    def builder(self) -> ExampleBuilder:
        return EXAMPLE_BUILDERS.load("path-and-answer")


def build(graph: KnowledgeGraph, question: Question) -> list[Example]:
    return list(PATH_AND_ANSWER.build(graph, [question], BuildContext(ReferenceWalker(), ARROWS)))


def test_row_has_a_path_and_the_answer_it_ends_in() -> None:
    (row,) = build(GRAPH, QUESTIONS[0])
    assert row.prompt.endswith(
        "# Question: \nWhat is the capital of France?\n# Topic entities: \nFrance\n"
    )
    assert row.completion == (
        "# Reasoning Path:\n<PATH>France -> capital -> Paris</PATH>\n# Answer:\nParis"
    )


def test_completion_is_read_back_whatever_the_labels() -> None:
    start, relation, end = "</PATH>\n# Answer:\nno", "->", " <PATH> "
    graph = KnowledgeGraph.from_triples([(start, relation, end)])
    gold = RelationPath([(relation, False)])
    (row,) = build(graph, Question("1", "?", (start,), (end,), relation_paths=(gold,)))
    path, answer = parse_path_and_answer(row.completion) or ("", "")
    assert (Path((start, end), gold), end) == (parse_arrows(path), answer)


def test_only_paths_to_answers_and_only_so_many_are_rows() -> None:
    ends = [f"e{n:02}" for n in range(MAX_ROWS + 5)]
    graph = KnowledgeGraph.from_triples([("a", "r", end) for end in ends])
    gold = (RelationPath.parse("r"),)
    rows = build(graph, Question("1", "?", ("a",), tuple(ends[2:]), relation_paths=gold))
    assert ends[2 : 2 + MAX_ROWS] == [row.completion.splitlines()[-1] for row in rows]


@pytest.mark.parametrize(
    "text", ["", "<PATH>a</PATH>", "# Answer:\na", "<PATH>a</PATH>\n# Answer:"]
)
def test_half_a_completion_is_none(text: str) -> None:
    assert parse_path_and_answer(text) is None

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_data.budget import Budget, load_token_counter
from km_data.builders.planning import PLANNING
from km_data.builders.reasoning import REASONING
from km_data.contracts import BuildContext
from km_data.escaping import escaped
from km_data.prompts import reasoning_prompt
from km_data.records import Example, Question
from km_data.testing import GRAPH, MARKERS, QUESTIONS
from km_data.textualizers.arrows import ARROWS
from km_graph.errors import DataError
from km_graph.graph import KnowledgeGraph
from km_graph.reference import ReferenceWalker
from km_graph.relation_path import RelationPath


def words(text: str) -> int:
    return len(text.split())


def prompt_of(lines: list[str]) -> Callable[[int], str]:
    return lambda n: reasoning_prompt(Question("1", "Why?"), lines[:n])


@given(st.lists(st.text("a ", min_size=1, max_size=9), max_size=12), st.integers(0, 60))
def test_one_more_line_would_exceed(lines: list[str], limit: int) -> None:
    text = prompt_of(lines)
    kept = Budget(words, limit)(len(lines), text)
    if kept is None:
        assert words(text(0)) > limit
    else:
        assert words(text(kept)) <= limit
        assert kept == len(lines) or words(text(kept + 1)) > limit


def test_what_is_dropped_is_counted() -> None:
    budget = Budget(words, 4)
    assert [budget(n, lambda n: "word " * n + "question") for n in (2, 5, 9)] == [2, 3, 3]
    assert budget(0, lambda _n: "far too long a question") is None
    assert budget.cost == {
        "examples_shortened": 2,
        "lines_dropped": 8,
        "examples_left_out": 1,
    }


def built(budget: Budget) -> list[Example]:
    ends = [f"e{n}" for n in range(9)]
    graph = KnowledgeGraph.from_triples([("a", "r", end) for end in ends])
    question = Question("1", "?", ("a",), tuple(ends), relation_paths=(RelationPath.parse("r"),))
    context = BuildContext(ReferenceWalker(), ARROWS, fit=budget)
    return list(REASONING.build(graph, [question], context))


def test_best_paths_stay_and_answers_go_with_their_paths() -> None:
    budget = Budget(words, 24)
    (row,) = built(budget)
    assert row.completion.splitlines() == ["e0", "e1", "e2"]
    assert words(row.prompt + row.completion) <= 24
    assert "e2" in row.prompt
    assert "e3" not in row.prompt
    assert budget.cost["lines_dropped"] == 6


def test_example_that_cannot_fit_is_left_out() -> None:
    budget = Budget(words, 2)
    assert built(budget) == []
    context = BuildContext(ReferenceWalker(), ARROWS, fit=budget)
    assert list(PLANNING.build(GRAPH, QUESTIONS, context)) == []
    assert budget.cost["examples_left_out"] == 3


@pytest.fixture
def tokenizer(tmp_path: Path) -> Path:
    tokenizers = pytest.importorskip("tokenizers")
    made = tokenizers.Tokenizer(tokenizers.models.WordLevel({"[UNK]": 0}, "[UNK]"))
    made.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    made.add_special_tokens(list(MARKERS))
    made.post_processor = tokenizers.processors.TemplateProcessing(
        single="</s> $A </s>", special_tokens=[("</s>", made.token_to_id("</s>"))]
    )
    made.enable_truncation(3)
    made.enable_padding(length=50)
    made.save(str(tmp_path / "tokenizer.json"))
    return tmp_path


def test_tokens_are_counted_without_those_that_tokenizers_add(tokenizer: Path) -> None:
    text = "one two three four"
    assert load_token_counter(tokenizer)(text) == 4
    assert load_token_counter(tokenizer / "tokenizer.json")(text) == 4


@pytest.mark.parametrize("marker", MARKERS)
def test_escaped_markers_are_no_tokens_of_their_own(tokenizer: Path, marker: str) -> None:
    tokenizers = pytest.importorskip("tokenizers")
    made = tokenizers.Tokenizer.from_file(str(tokenizer / "tokenizer.json"))
    made.no_padding()
    assert made.token_to_id(marker) in made.encode(marker, add_special_tokens=False).ids
    hidden = made.encode(f"a {escaped(marker)} b", add_special_tokens=False).ids
    assert set(hidden) == {made.token_to_id("[UNK]")}


def test_missing_tokenizer_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"tokenizer\.json: no such file"):
        load_token_counter(tmp_path)


def test_file_that_is_no_tokenizer_is_named(tmp_path: Path) -> None:
    pytest.importorskip("tokenizers")
    (tmp_path / "tokenizer.json").write_text("{}", "utf-8")
    with pytest.raises(DataError, match=r"tokenizer\.json: expected a tokenizer: "):
        load_token_counter(tmp_path)

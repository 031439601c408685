from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_graph.paths import Path as GraphPath
from km_graph.walkers import load_walker
from km_reason.constrained.automaton import Written
from km_reason.constrained.choosing import Decoding
from km_reason.constrained.path_language import PathLanguage
from km_reason.constrained.processor import ConstrainedLogitsProcessor
from km_reason.constrained.search import Found, search
from km_reason.testing.tiny_llama import make_base

GRAPH = KnowledgeGraph.from_triples(
    [
        ("a", "r", "b"),
        ("a", "s", "b"),
        ("a", "r", "bc"),
        ("b", "r", "c"),
        ("bc", "s", "c"),
        ("c", "r", "c"),
        ("lone", "r", "lone"),
    ]
)
PROMPT = "what is a?"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    base: Path = make_base(tmp_path_factory.mktemp("base"))
    model = AutoModelForCausalLM.from_pretrained(base).eval()
    return model, AutoTokenizer.from_pretrained(base)


@pytest.fixture
def tokenize(parts: tuple[Any, Any]) -> Callable[[Sequence[str]], list[list[int]]]:
    return lambda texts: parts[1](list(texts), add_special_tokens=False)["input_ids"]


@pytest.fixture
def language(tokenize: Any) -> PathLanguage:
    return PathLanguage(GRAPH, load_walker("reference"), tokenize, max_hops=2)


def all_paths(topic: str, max_hops: int = 2) -> set[str]:
    walker = load_walker("reference")
    sources = Groups.of([[GRAPH.entities.id(topic)]])
    batch = walker.all_walks(GRAPH, sources, max_hops=max_hops)
    walks = batch.labeled(GRAPH)
    return {str(walk) for walk in walks if topic not in walk.entities[1:]}


def written(found: Found) -> str:
    assert isinstance(found.state, Written)
    assert found.state.value is not None
    entities, relations = found.state.value.ids()
    return str(
        GraphPath(tuple(GRAPH.entities[e] for e in entities), GRAPH.relation_path(relations))
    )


def run(parts: tuple[Any, Any], language: PathLanguage, decoding: Decoding, *topics: str) -> Any:
    model, tokenizer = parts
    rows = [tokenizer(PROMPT + topic)["input_ids"] for topic in topics]
    constraints = [language.around([GRAPH.entities.id(topic)]) for topic in topics]
    return search(model, rows, constraints, decoding=decoding, max_tokens=80, pad=0)


def test_with_beams_enough_all_walks_are_found(parts: Any, language: PathLanguage) -> None:
    for topic, found in zip("abc", run(parts, language, Decoding(200), *"abc"), strict=True):
        assert all_paths(topic) == set(map(written, found))
        assert len(found) == len(all_paths(topic))


def test_text_is_the_path(parts: Any, language: PathLanguage) -> None:
    for found in run(parts, language, Decoding(3), "a")[0]:
        assert parts[1].decode(found.tokens) == f"<PATH>{written(found)}</PATH>"


@pytest.mark.parametrize("scores", ["allowed", "vocabulary"])
def test_scores_are_those_of_the_model(parts: Any, language: PathLanguage, scores: Any) -> None:
    model, tokenizer = parts
    prompt = tokenizer(PROMPT + "a")["input_ids"]
    for found in run(parts, language, Decoding(200, scores=scores), "a", "b")[0]:
        ids = torch.tensor([[*prompt, *found.tokens]])
        with torch.inference_mode():
            logits = model(ids).logits[0, len(prompt) - 1 : -1].double()
        expected, state = 0.0, language.around([GRAPH.entities.id("a")]).start()
        for row, token in zip(logits, found.tokens, strict=True):
            assert state is not None
            among = row if scores == "vocabulary" else row[torch.tensor(state.allowed)]
            expected += float(row[token] - among.logsumexp(-1))
            state = state.after(token)
        assert expected == pytest.approx(found.score, abs=1e-3)


def test_scores_among_what_is_allowed_are_probabilities(parts: Any, language: PathLanguage) -> None:
    found = run(parts, language, Decoding(200), "a")[0]
    assert sum(np.exp(one.score) for one in found) == pytest.approx(1.0, abs=1e-4)


def test_few_beams_find_what_is_best_first(parts: Any, language: PathLanguage) -> None:
    found = run(parts, language, Decoding(4), "a")[0]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert set(map(written, found)) <= all_paths("a")
    assert len(found) == 4


def test_questions_beside_one_change_nothing(parts: Any, language: PathLanguage) -> None:
    for decoding in (Decoding(4), Decoding(4, groups=2), Decoding(4, sample=True, seed=3)):
        alone = run(parts, language, decoding, "b")[0]
        beside = run(parts, language, decoding, "a", "b", "lone")[1]
        assert list(map(written, alone)) == list(map(written, beside))


def test_diverse_beams_differ_more(parts: Any, language: PathLanguage) -> None:
    def starts(decoding: Decoding) -> int:
        return len({written(one)[:10] for one in run(parts, language, decoding, "a")[0]})

    assert starts(Decoding(4, groups=4, diversity=50.0)) > starts(
        Decoding(4, groups=4, diversity=0)
    )


def test_sampling_follows_the_probabilities(parts: Any, language: PathLanguage) -> None:
    exact = {written(one): np.exp(one.score) for one in run(parts, language, Decoding(200), "a")[0]}
    drawn = run(parts, language, Decoding(2000, sample=True), "a")[0]
    counts = dict.fromkeys(exact, 0)
    for one in drawn:
        counts[written(one)] += 1
    distance = sum(abs(counts[text] / 2000 - exact[text]) for text in exact) / 2
    assert distance < 0.05


def test_topic_without_edges_has_no_path(parts: Any, tokenize: Any) -> None:
    graph = KnowledgeGraph.from_triples([("a", "r", "b")])
    language = PathLanguage(graph, load_walker("reference"), tokenize)
    model, tokenizer = parts
    constraint = language.around([])
    row = tokenizer(PROMPT)["input_ids"]
    assert search(model, [row], [constraint], decoding=Decoding(2), max_tokens=9, pad=0) == [[]]


def test_processor_keeps_generate_within_the_paths(parts: Any, language: PathLanguage) -> None:
    model, tokenizer = parts
    prompts = tokenizer([PROMPT + "a", PROMPT + "b"], return_tensors="pt")
    for options in ({"num_beams": 5}, {"do_sample": True}, {}):
        constraints = [language.around([GRAPH.entities.id(topic)]) for topic in "ab"]
        rows_each = options.get("num_beams", 1)
        processor = ConstrainedLogitsProcessor(
            constraints, prompt_length=prompts["input_ids"].shape[1], end=2, rows_each=rows_each
        )
        output = model.generate(
            **prompts, logits_processor=[processor], max_new_tokens=80, pad_token_id=0,
            eos_token_id=2, num_return_sequences=rows_each, **options,
        )  # fmt: skip
        for row, tokens in enumerate(output[:, prompts["input_ids"].shape[1] :].tolist()):
            text = tokenizer.decode(tokens, skip_special_tokens=True)
            topic = "ab"[row // rows_each]
            assert text.removeprefix("<PATH>").removesuffix("</PATH>") in all_paths(topic)

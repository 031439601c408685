"""A tiny random Llama, a tokenizer and a LoRA adapter, made here: nothing comes from a hub."""

from pathlib import Path

import pytest

from km_data.records import write_records
from km_graph.graph import KnowledgeGraph
from km_reason.testing import film_graph, film_questions


@pytest.fixture
def graph() -> KnowledgeGraph:
    return film_graph()


@pytest.fixture
def graph_file(tmp_path: Path) -> Path:
    file = tmp_path / "films.tsv"
    lines = ("\t".join(triple) + "\n" for triple in film_graph().triples())
    file.write_text("".join(lines), "utf-8")
    return file


@pytest.fixture
def questions_file(tmp_path: Path) -> Path:
    file = tmp_path / "questions.jsonl"
    write_records(file, film_questions())
    return file


@pytest.fixture(scope="session")
def base_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("torch", reason="needs km-reason[local]")
    from km_reason.testing.tiny_llama import make_base

    return make_base(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="session")
def adapter(base_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from km_reason.testing.tiny_llama import make_adapter

    return make_adapter(base_model, tmp_path_factory.mktemp("run"))

"""A real OpenAI-compatible server: ``transformers serve`` on the tiny model of km-train."""

import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from km_data.records import Question, write_records
from km_eval.baseline.client import OpenAIModel
from km_eval.steps import BASELINE
from km_graph.errors import ModelRequestError
from km_graph.plugins import PluginGroup
from km_graph.step import StepContext

pytestmark = pytest.mark.slow
SERVE = Path(sys.executable).with_name("transformers")
JUST_THE_PROMPT = "{% for message in messages %}{{ message['content'] }}{% endfor %}"


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory):
    models = PluginGroup("km.base_models")
    if "tiny" not in models.names():
        pytest.skip("needs the tiny model of km-train")
    folder = tmp_path_factory.mktemp("served") / "tiny"
    shutil.copytree(models.load("tiny")(), folder)
    path = folder / "tokenizer_config.json"
    config = json.loads(path.read_text()) | {"chat_template": JUST_THE_PROMPT}
    path.write_text(json.dumps(config))
    return folder


@pytest.fixture(scope="module")
def base_url(tmp_path_factory):
    pytest.importorskip("openai", reason="the baseline needs openai")
    pytest.importorskip("fastapi", reason="transformers serve needs fastapi")
    if not SERVE.exists():
        pytest.skip("needs transformers serve")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(SERVE), "serve", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={"HF_HUB_OFFLINE": "1", "PATH": "", "HF_HOME": str(tmp_path_factory.mktemp("hub"))},
    )
    try:
        said = []
        for line in server.stderr:
            said.append(line)
            if "running on" in line:
                break
        else:
            pytest.skip(f"transformers serve does not start: {said[-1:]}")
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.terminate()
        server.communicate(timeout=30)


def test_a_real_server_answers_the_same_twice(base_url, model_folder):
    model = OpenAIModel(str(model_folder), base_url=base_url, concurrency=1, timeout=300)
    first = model.complete(["Question: where?", "Paris"], max_tokens=4)
    assert model.complete(["Question: where?", "Paris"], max_tokens=4) == first
    assert [row[0].tokens for row in first] == [4, 4]


def test_a_real_server_refuses_a_model_it_does_not_have(base_url):
    model = OpenAIModel("no/such", base_url=base_url, attempts=1, timeout=300)
    with pytest.raises(ModelRequestError):
        model.complete(["Paris"], max_tokens=4)


@pytest.mark.parametrize("mode", ["closed-book", "chain-of-thought", "gold-paths", "neighborhood"])
def test_every_mode_asks_a_real_server_and_counts_its_tokens(
    base_url, model_folder, tmp_path, mode
):
    triples = (("France", "capital", "Paris"),)
    question = Question("1", "capital of France?", ("France",), ("Paris",), triples=triples)
    write_records(tmp_path / "q.jsonl", [question])
    options = BASELINE.options(
        questions=tmp_path / "q.jsonl",
        model=str(model_folder),
        base_url=base_url,
        mode=mode,
        extract="ans",
        max_tokens=4,
        timeout=300,
        attempts=1,
    )
    summary = BASELINE.run(options, StepContext(tmp_path / "out"))
    assert (summary["failed"], summary["completion_tokens"]) == (0, 4)
    assert summary["prompt_tokens"] > 0

import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch
from peft import PeftModel
from safetensors.torch import load_file

from km_graph.errors import TrainingError
from km_graph.files import read_json, sha256
from km_train import compat
from km_train.loading import load_model, load_tokenizer

STOPPING = Path(__file__).with_name("stopping.py")


class Interrupted:
    """Progress in which Ctrl-C is pressed after so many steps."""

    def __init__(self, after):
        self.left = after

    @contextmanager
    def task(self, what, total=None):
        yield self.advance

    def advance(self, steps):
        self.left -= steps
        if self.left <= 0:
            raise KeyboardInterrupt


def adapter_hash(run):
    return sha256(run / "adapter" / "adapter_model.safetensors")


def test_run_folder_holds_adapter_account_and_metrics(options, train):
    run = train(options())
    names = {str(path.relative_to(run)) for path in run.rglob("*") if path.is_file()}
    assert {
        "adapter/adapter_config.json",
        "adapter/adapter_model.safetensors",
        "adapter/tokenizer.json",
        "adapter/tokenizer_config.json",
        "metrics.jsonl",
        "run.json",
    } == names


def test_adapter_names_its_base_as_the_user_did(options, train):
    config = read_json(train(options()) / "adapter" / "adapter_config.json")
    assert "tiny" == config["base_model_name_or_path"]


def test_no_path_of_this_machine_is_in_the_adapter(options, train, tmp_path):
    run = train(options())
    texts = [file.read_text("utf-8") for file in (run / "adapter").glob("*.json")]
    assert not any(str(tmp_path) in text or "site-packages" in text for text in texts)


def test_metrics_have_one_row_a_logged_step(options, train, rows_of):
    rows = rows_of(train(options()) / "metrics.jsonl")
    assert [1, 2, 3, 4, 5, 6] == [row["step"] for row in rows]
    assert {"step", "loss", "learning_rate", "tokens", "seconds"} == set(rows[0])
    assert rows[-1]["loss"] < rows[0]["loss"]


def test_account_tells_data_model_and_versions(options, train):
    account = read_json(train(options()) / "run.json")
    assert (12, 6, "tiny", 1) == (
        account["examples"]["rows"],
        account["steps"],
        account["model"]["reference"],
        account["seed"],
    )
    assert {"torch", "transformers", "trl", "peft"} <= set(account["versions"])
    assert re.fullmatch("[0-9a-f]{64}", account["model"]["sha256"])


def test_overlong_examples_are_in_the_account(options, train, examples):
    account = read_json(train(options(train={"max_tokens": 19})) / "run.json")
    kept = account["examples"]["rows"]
    assert 0 < kept < len(examples)
    assert len(examples) - kept == len(account["examples"]["overlong"])


def test_same_seed_gives_the_same_adapter(options, train):
    assert adapter_hash(train(options(), "a")) == adapter_hash(train(options(), "b"))


def test_another_seed_gives_another_adapter(options, train):
    assert adapter_hash(train(options(), "a")) != adapter_hash(train(options(), "b", seed=2))


def test_killed_run_ends_as_an_uninterrupted_one(options, train, tmp_path):
    chosen = options(train={"checkpoint_every": 2})
    out = tmp_path / "killed"
    out.mkdir()
    killed = subprocess.run(
        [sys.executable, STOPPING, chosen.model_dump_json(), out, "5"],
        capture_output=True,
        check=False,
    )
    assert -signal.SIGKILL == killed.returncode
    left = {path.name for path in (out / "checkpoints").glob("checkpoint-*")}
    assert {"checkpoint-2", "checkpoint-4"} == left
    assert adapter_hash(train(chosen, "whole")) == adapter_hash(train(chosen, "killed"))


def test_damaged_checkpoint_is_made_good_by_the_one_before(options, train, tmp_path, rows_of):
    chosen = options(train={"checkpoint_every": 2})
    with pytest.raises(KeyboardInterrupt):
        train(chosen, "broken", progress=Interrupted(5))
    (tmp_path / "broken/checkpoints/checkpoint-4/optimizer.pt").write_bytes(b"")
    broken, whole = train(chosen, "broken"), train(chosen, "whole")
    assert adapter_hash(whole) == adapter_hash(broken)
    assert [1, 2, 3, 4, 5, 6] == [row["step"] for row in rows_of(broken / "metrics.jsonl")]


def test_interrupted_run_with_other_options_starts_over(options, train):
    with pytest.raises(KeyboardInterrupt):
        train(options(train={"checkpoint_every": 2}), "run", progress=Interrupted(5))
    other = options(train={"learning_rate": 1e-3})
    assert adapter_hash(train(other, "fresh")) == adapter_hash(train(other, "run"))


def test_accumulation_gives_the_same_weights_but_for_rounding(options, train):
    one = load_file(train(options(), "one") / "adapter/adapter_model.safetensors")
    parts = options(train={"accumulate": 3})
    three = load_file(train(parts, "three") / "adapter/adapter_model.safetensors")
    for name, weight in one.items():
        torch.testing.assert_close(three[name], weight, atol=2e-4, rtol=1e-3)


def test_adapter_answers_with_plain_peft(options, train, examples):
    run = train(options(train={"epochs": 20}, adapter={"rank": 16, "alpha": 16}))
    with compat.quiet():
        model = PeftModel.from_pretrained(load_model("tiny"), run / "adapter")
    tokenizer = load_tokenizer("tiny")
    prompt = tokenizer(examples[0].prompt, return_tensors="pt")["input_ids"]
    written = model.generate(
        input_ids=prompt,
        attention_mask=torch.ones_like(prompt),
        do_sample=False,
        max_new_tokens=9,
    )[0, prompt.shape[1] :]
    assert examples[0].completion == tokenizer.decode(written, skip_special_tokens=True)


def test_validation_loss_is_measured_after_each_epoch(options, train, rows_of):
    chosen = options()
    run = train(options(validation=chosen.examples))
    rows = rows_of(run / "metrics.jsonl")
    measured = [row["step"] for row in rows if "validation_loss" in row]
    assert [2, 4, 6] == measured
    assert read_json(run / "run.json")["validation"]["rows"] == 12


def test_whole_model_is_trained_without_an_adapter(options, train):
    run = train(options(adapter={"type": "none"}, train={"epochs": 1}))
    assert (run / "model" / "model.safetensors").is_file()
    assert "model" == read_json(run / "run.json")["weights"]


def test_loss_that_is_not_finite_is_an_error(options, train):
    with pytest.raises(TrainingError, match=r"the loss is (nan|inf).*lower train.learning_rate"):
        train(options(train={"learning_rate": 1e30}))


def test_module_that_is_not_there_is_an_error(options, train):
    with pytest.raises(TrainingError, match="cannot add an adapter to model 'tiny'"):
        train(options(adapter={"targets": ["no_such_module"]}))

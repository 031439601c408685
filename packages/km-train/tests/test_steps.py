import pytest

from km_graph.errors import DataError, PluginNotFoundError, TrainingError
from km_graph.files import sha256
from km_graph.testing.steps import StepContract
from km_train.options import TrainOptions
from km_train.steps import RUN


class TestRun(StepContract):
    def step(self):
        return RUN

    def options(self, folder):
        row = '{"id": "1", "prompt": "a", "completion": "b"}\n'
        (folder / "examples.jsonl").write_text(row)
        return TrainOptions(examples=folder / "examples.jsonl")

    def test_same_inputs_and_seed_give_the_same_bytes(self, tmp_path):
        """The weights are the same; how many seconds it took is not."""
        options = self._options(tmp_path)
        runs = [self._run(options, tmp_path / name) for name in ("one", "two")]
        assert sha256(runs[0] / "adapter") == sha256(runs[1] / "adapter")


def test_empty_examples_are_an_error(options, train, tmp_path):
    (tmp_path / "none.jsonl").write_text("")
    with pytest.raises(TrainingError, match=r"none\.jsonl holds no example"):
        train(options(examples=tmp_path / "none.jsonl"))


def test_bad_record_is_an_error_with_its_line(options, train, tmp_path):
    (tmp_path / "bad.jsonl").write_text('{"id": "1", "prompt": "a"}\n')
    with pytest.raises(DataError, match=r"bad\.jsonl:1: expected the key 'completion'"):
        train(options(examples=tmp_path / "bad.jsonl"))


def test_unknown_recipe_is_an_error(options, train):
    with pytest.raises(PluginNotFoundError, match=r"no plugin 'sfd'.*did you mean 'sft'"):
        train(options(method="sfd"))

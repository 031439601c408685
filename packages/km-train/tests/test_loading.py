import pytest
import torch

from km_graph.errors import TrainingError
from km_train.loading import load_model, load_tokenizer, resolve
from km_train.tiny import folder


def test_name_of_a_base_model_is_its_folder():
    assert folder() == resolve("tiny")


def test_folder_is_itself():
    assert folder() == resolve(str(folder()))


def test_other_name_is_one_of_the_hub():
    assert "some/model" == resolve("some/model")


@pytest.mark.parametrize("reference", ["./nowhere", "/nowhere/at/all", "a/b/c"])
def test_missing_folder_is_an_error(reference):
    with pytest.raises(TrainingError, match=f"there is no model folder '{reference}'"):
        resolve(reference)


def test_folder_without_a_model_is_an_error(tmp_path):
    with pytest.raises(TrainingError, match=r"has no config\.json"):
        resolve(str(tmp_path))


def test_broken_model_folder_is_an_error(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(TrainingError, match="cannot be loaded"):
        load_model(str(tmp_path))


def test_model_that_is_not_here_is_not_downloaded():
    with pytest.raises(TrainingError, match="not on this machine; set allow_download: true"):
        load_tokenizer("nobody/such-a-model")


def test_near_name_is_suggested():
    with pytest.raises(TrainingError, match="did you mean 'tiny'"):
        load_tokenizer("tinny")


def test_dtype_is_as_asked():
    assert torch.bfloat16 == load_model("tiny", dtype="bfloat16").dtype

import pytest
import torch

from km_graph.errors import TrainingError
from km_train.loading import load_model


def test_broken_model_folder_is_an_error(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(TrainingError, match="cannot be loaded"):
        load_model(str(tmp_path))


def test_dtype_is_as_asked():
    assert torch.bfloat16 == load_model("tiny", dtype="bfloat16").dtype

from pathlib import Path

import pytest

from km_graph.errors import ConfigError, MissingDependencyError
from km_reason.models.local import LocalModel
from km_reason.testing.tiny_llama import make_adapter, make_base


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of bitsandbytes and torch about a CPU
@pytest.mark.parametrize("quantize", ["8bit", "4bit"])
def test_fewer_bits_answer_with_and_without_adapter(tmp_path: Path, quantize: str) -> None:
    pytest.importorskip("bitsandbytes", reason="needs km-reason[quantized]")
    base = make_base(tmp_path / "base", width=64)  # four bits go by blocks of 64
    for trained in (None, make_adapter(base, tmp_path / "run")):
        model = LocalModel(str(base), trained, quantize=quantize)
        assert model._generator.model.is_quantized
        assert model.complete(["abc"], max_tokens=4)[0][0].tokens


@pytest.mark.parametrize("quantize", ["8bit", "4bit"])
def test_fewer_bits_need_bitsandbytes(
    base_model: Path, quantize: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("km_reason.models.quantizing.find_spec", lambda _: None)
    with pytest.raises(MissingDependencyError, match=rf"{quantize} needs km-reason\[quantized\]"):
        LocalModel(str(base_model), quantize=quantize)


def test_unknown_quantization_is_refused(base_model: Path) -> None:
    with pytest.raises(ConfigError, match="expected one of none, 8bit, 4bit; found '3bit'"):
        LocalModel(str(base_model), quantize="3bit")

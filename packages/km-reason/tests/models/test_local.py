import json
import math
import shutil
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest

from km_graph.errors import ConfigError, DataError
from km_reason.contracts import LanguageModel
from km_reason.models.local import LocalModel
from km_reason.testing import LanguageModelContract

torch = pytest.importorskip("torch", reason="needs km-reason[local]")

PROMPTS = ["Question: who?\n", "Question: what, and for how long?\n", "Why"]


class TestLocalModel(LanguageModelContract):
    @pytest.fixture(autouse=True)
    def _base(self, base_model: Path) -> None:
        self.base = base_model

    def model(self) -> LanguageModel:
        return LocalModel(str(self.base), device="cpu")


class TestLocalModelWithAdapter(LanguageModelContract):
    @pytest.fixture(autouse=True)
    def _adapter(self, adapter: Path) -> None:
        self.adapter = adapter

    def model(self) -> LanguageModel:
        return LocalModel(adapter=self.adapter, device="cpu")


def test_adapter_changes_what_is_written(base_model: Path, adapter: Path) -> None:
    plain = LocalModel(str(base_model), device="cpu").complete(PROMPTS, max_tokens=8)
    tuned = LocalModel(str(base_model), adapter, device="cpu").complete(PROMPTS, max_tokens=8)
    assert plain != tuned


def test_takes_the_adapter_folder_itself_too(base_model: Path, adapter: Path) -> None:
    of_run = LocalModel(str(base_model), adapter, device="cpu")
    of_adapter = LocalModel(str(base_model), adapter / "adapter", device="cpu")
    assert of_run.complete(PROMPTS, max_tokens=8) == of_adapter.complete(PROMPTS, max_tokens=8)


@pytest.mark.filterwarnings("ignore::FutureWarning")  # peft uses what transformers deprecates
def test_merged_adapter_gives_the_logits_of_the_unmerged(base_model: Path, adapter: Path) -> None:
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    merged = LocalModel(adapter=adapter, device="cpu")._generator.model
    base = AutoModelForCausalLM.from_pretrained(base_model)
    unmerged = PeftModel.from_pretrained(base, str(adapter / "adapter")).eval()
    ids = torch.arange(4, 30)[None]
    with torch.inference_mode():
        assert torch.allclose(merged(ids).logits, unmerged(ids).logits, atol=1e-4)


@pytest.mark.parametrize("beams", [1, 3])
def test_score_is_the_summed_log_probability(base_model: Path, beams: int) -> None:
    model = LocalModel(str(base_model), device="cpu")
    best = model.complete([PROMPTS[0]], max_tokens=5, beams=beams)[0][0]
    generator = model._generator
    prompt = generator.encode(PROMPTS[0])
    written = generator.tokenizer(best.text)["input_ids"]
    if best.tokens < 5:
        written.append(generator.tokenizer.eos_token_id)
    with torch.inference_mode():
        logits = generator.model(torch.tensor([prompt + written])).logits[0]
    steps = logits.log_softmax(-1)[len(prompt) - 1 : -1]
    expected = sum(float(step[token]) for step, token in zip(steps, written, strict=True))
    assert math.isclose(expected, best.score, abs_tol=1e-3)


def test_beam_search_finds_what_exhaustive_search_finds(base_model: Path) -> None:
    model = LocalModel(str(base_model), device="cpu")
    vocabulary = model._generator.model.config.vocab_size
    best = model.complete([PROMPTS[0]], max_tokens=2, beams=vocabulary // 2)[0][0]
    assert math.isclose(_best_of_all(model._generator, PROMPTS[0]), best.score, abs_tol=1e-3)


def _best_of_all(generator: object, prompt: str) -> float:
    """The highest log-probability of any two tokens, or of ending at once."""
    ids = generator.encode(prompt)
    size, end = generator.model.config.vocab_size, generator.tokenizer.eos_token_id
    with torch.inference_mode():
        first = generator.model(torch.tensor([ids])).logits[0, -1].log_softmax(-1)
        rows = torch.tensor([[*ids, token] for token in range(size)])
        second = generator.model(rows).logits[:, -1].log_softmax(-1)
    total = first[:, None] + second
    total[end] = first[end]
    return float(total.max())


def test_padding_does_not_change_what_is_written(base_model: Path) -> None:
    wide = LocalModel(str(base_model), device="cpu")
    narrow = LocalModel(str(base_model), device="cpu", batch_tokens=1)
    together = wide.complete(PROMPTS, max_tokens=8, beams=2)
    alone = narrow.complete(PROMPTS, max_tokens=8, beams=2)
    texts = [[item.text for item in found] for found in together]
    assert [[item.text for item in found] for found in alone] == texts
    for one, other in zip(chain(*alone), chain(*together), strict=True):
        assert math.isclose(one.score, other.score, abs_tol=1e-3)


def test_computes_equal_prompts_once(base_model: Path) -> None:
    model = LocalModel(str(base_model), device="cpu")
    rows: list[int] = []
    generate = model._generator.generate

    def counting(batch, **settings):
        rows.append(len(batch))
        return generate(batch, **settings)

    model._generator.generate = counting
    found = model.complete([PROMPTS[0]] * 50 + [PROMPTS[1]] * 50, max_tokens=3)
    assert sum(rows) == 2
    assert len(found) == 100


def test_prompt_too_long_for_the_model_is_cut(
    base_model: Path, caplog: pytest.LogCaptureFixture
) -> None:
    found = LocalModel(str(base_model), device="cpu").complete(["why " * 60], max_tokens=4)
    assert len(found[0]) == 1
    assert "cut to the model's 96" in caplog.text


def test_whole_model_of_a_run_needs_no_adapter(base_model: Path, tmp_path: Path) -> None:
    shutil.copytree(base_model, tmp_path / "run" / "model")
    tuned = LocalModel(adapter=tmp_path / "run", device="cpu")
    plain = LocalModel(str(base_model), device="cpu")
    assert plain.complete(PROMPTS, max_tokens=4) == tuned.complete(PROMPTS, max_tokens=4)


def test_needs_a_model_or_an_adapter() -> None:
    with pytest.raises(ConfigError, match="expected a base model, an adapter or both"):
        LocalModel()


def test_missing_model_folder(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such model folder; give a folder"):
        LocalModel(str(tmp_path / "none"))


def test_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"found no config\.json"):
        LocalModel(str(tmp_path))


def test_damaged_weights(base_model: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(base_model, tmp_path / "broken")
    (broken / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(DataError, match="expected a causal language model"):
        LocalModel(str(broken), device="cpu")


def test_name_that_is_not_on_this_machine() -> None:
    with pytest.raises(DataError, match="neither a model folder nor a model downloaded"):
        LocalModel("km-tests-nobody/has-this", device="cpu")


def test_missing_adapter(base_model: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="give the folder of a training run"):
        LocalModel(str(base_model), tmp_path / "none")


def test_folder_without_an_adapter(base_model: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"expected an adapter \(adapter_config\.json\)"):
        LocalModel(str(base_model), tmp_path)


@pytest.mark.parametrize("shape", [{"width": 16}, {"layers": 1}, {"layers": 3}])
def test_adapter_of_another_base(adapter: Path, tmp_path: Path, shape: dict[str, int]) -> None:
    from km_reason.testing.tiny_llama import make_base

    other = make_base(tmp_path / "other", **shape)
    with pytest.raises(DataError, match="does not fit the base model") as raised:
        LocalModel(str(other), adapter, device="cpu")
    assert raised.value.hint == "use the base model that the adapter was trained on"


def test_adapter_that_does_not_name_its_base(adapter: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(adapter / "adapter", tmp_path / "adapter")
    config = json.loads((folder / "adapter_config.json").read_text())
    config["base_model_name_or_path"] = None
    (folder / "adapter_config.json").write_text(json.dumps(config))
    with pytest.raises(DataError, match="does not say which base model"):
        LocalModel(adapter=folder)


@pytest.mark.parametrize(
    ("setting", "said"),
    [({"device": "moon"}, "found 'moon'"), ({"dtype": "float23"}, "did you mean 'float32'")],
)
def test_device_or_dtype_that_cannot_be(base_model: Path, setting: dict, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        LocalModel(str(base_model), **setting)


def test_without_torch_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['torch'] = None\n"
        "from km_reason.models.local import LocalModel\n"
        "try: LocalModel('x')\n"
        "except ImportError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    said = "local models needs km-reason[local]; pip install 'km-reason[local]'\n"
    assert said == done.stdout

"""Makes a random Llama of two layers with a character tokenizer, and a LoRA adapter for it."""

import json
import warnings
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from tokenizers import Regex, Tokenizer
from tokenizers.decoders import Fuse
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split
from transformers import (
    AutoModelForCausalLM,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
)

CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ?.,:_^<>/[]'|\n-"


def make_base(
    folder: Path, *, layers: int = 2, width: int = 32, positions: int = 96, seed: int = 7
) -> Path:
    """A base model in ``folder``, as ``from_pretrained`` reads it."""
    words = ["<pad>", "<s>", "</s>", "<unk>", *CHARACTERS]
    core = Tokenizer(WordLevel({word: i for i, word in enumerate(words)}, unk_token="<unk>"))
    core.pre_tokenizer = Split(Regex(r"[\s\S]"), "isolated")
    core.decoder = Fuse()
    make_tokenizer: Any = PreTrainedTokenizerFast  # untyped
    tokenizer = make_tokenizer(
        tokenizer_object=core, pad_token="<pad>", bos_token="<s>", eos_token="</s>",
        unk_token="<unk>",
    )  # fmt: skip
    config = LlamaConfig(
        vocab_size=len(words), hidden_size=width, intermediate_size=2 * width,
        num_hidden_layers=layers, num_attention_heads=2, max_position_embeddings=positions,
        pad_token_id=0, bos_token_id=1, eos_token_id=2, initializer_range=0.3,
    )  # fmt: skip
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        model = LlamaForCausalLM(config)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def make_adapter(base: Path, run: Path, *, seed: int = 8) -> Path:
    """A run folder as km-train leaves it."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        model: Any = AutoModelForCausalLM.from_pretrained(base)
        config = LoraConfig(
            r=4, lora_alpha=8, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM",
            init_lora_weights=False,
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", category=FutureWarning)  # peft's own affair
            adapted: Any = get_peft_model(model, config)
        adapted.save_pretrained(run / "adapter", save_embedding_layers=False)
    (run / "run.json").write_text(json.dumps({"model": {"reference": str(base)}}))
    return run

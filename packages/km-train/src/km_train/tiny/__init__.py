"""The tiny base model that comes with km-train, so that nothing ever needs a model hub.

A Llama of about a million parameters with its own byte-level tokenizer, made by
``tools/build_tiny_model.py``. It knows nothing of the world; it is quick to fine-tune on a CPU.
"""

from pathlib import Path


def folder() -> Path:
    """The folder of the model and its tokenizer, in Hugging Face form.

    Example:
        >>> (folder() / "config.json").is_file()
        True
    """
    return Path(__file__).parent / "model"

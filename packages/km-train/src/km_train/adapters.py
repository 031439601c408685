"""Which weights of a model are trained, and saving them so that they load anywhere."""

from pathlib import Path
from typing import Any

from peft import LoraConfig, PeftModel, get_peft_model

from km_graph.errors import TrainingError
from km_graph.files import atomic_folder
from km_train import compat
from km_train.options import AdapterOptions


def add_adapter(model: Any, options: AdapterOptions, *, reference: str) -> Any:
    """The model with its trainable adapter, or the model itself for ``type: none``.

    Raises:
        TrainingError: If the model has no module to adapt of the given name.
    """
    if options.type == "none":
        return model
    targets = options.targets if isinstance(options.targets, str) else list(options.targets)
    config = LoraConfig(
        r=options.rank,
        lora_alpha=options.alpha,
        lora_dropout=options.dropout,
        target_modules=targets,
        use_rslora=options.rslora,
        task_type="CAUSAL_LM",
    )
    try:
        with compat.quiet():
            adapted = get_peft_model(model, config)
    except ValueError as error:
        raise TrainingError(f"cannot add an adapter to model {reference!r}: {error}") from error
    # With a name here, peft asks the hub about the base model at every checkpoint.
    _name_base(adapted, "")
    return adapted


def _name_base(model: PeftModel, reference: str) -> None:
    for config in model.peft_config.values():
        config.base_model_name_or_path = reference


def save_weights(model: Any, tokenizer: Any, out: Path, *, reference: str) -> Path:
    """Write ``adapter/`` (or ``model/`` where there is no adapter) with its tokenizer."""
    settings = {}
    if adapted := isinstance(model, PeftModel):
        _name_base(model, reference)
        settings["save_embedding_layers"] = False  # "auto" asks the hub
    folder = out / ("adapter" if adapted else "model")
    with compat.quiet(), atomic_folder(folder) as partial:
        model.save_pretrained(partial, **settings)
        tokenizer.save_pretrained(partial)
        (partial / "README.md").unlink(missing_ok=True)
    return folder


def parameter_counts(model: Any) -> dict[str, int]:
    """How many numbers the model has, and how many of them are trained."""
    parameters = list(model.parameters())
    return {
        "all": sum(parameter.numel() for parameter in parameters),
        "trained": sum(p.numel() for p in parameters if p.requires_grad),
    }

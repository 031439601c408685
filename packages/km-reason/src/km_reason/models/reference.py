"""Where an adapter is and which base model it belongs to."""

from pathlib import Path

from km_graph.errors import ConfigError, DataError
from km_graph.files import read_json

_CONFIG, _WEIGHTS = "adapter_config.json", "adapter_model.safetensors"


def find_adapter(folder: str | Path) -> Path:
    """The adapter folder in a training run's folder, or the folder itself if it is one.

    Raises:
        DataError: If there is none, or its weights are not safetensors.
    """
    root = Path(folder)
    for candidate in (root / "adapter", root):
        if (candidate / _CONFIG).is_file():
            if not (candidate / _WEIGHTS).is_file():
                raise DataError(candidate, f"expected {_WEIGHTS} beside {_CONFIG}")
            return candidate
    if not root.exists():
        raise DataError(root, "no such folder", hint="give the folder of a training run")
    raise DataError(
        root,
        f"expected an adapter ({_CONFIG}) here or in its folder 'adapter'",
        hint="the training may not have finished; run it again",
    )


def resolve(model: str | None, trained: str | Path | None) -> tuple[str, Path | None]:
    """The base model and adapter folder that a user means.

    Args:
        model: The base model; None for the one that was fine-tuned.
        trained: Folder of a training run, which may have trained the whole model instead of an
            adapter, or of an adapter.

    Raises:
        ConfigError: If neither is given.
        DataError: If there is no adapter, or it does not say what its base is.
    """
    if trained is None:
        if model is None:
            raise ConfigError("model", ["expected a base model, an adapter or both"])
        return model, None
    if (Path(trained) / "model" / "config.json").is_file():
        return str(Path(trained) / "model"), None
    adapter = find_adapter(trained)
    return model or _base_of(adapter), adapter


def _base_of(adapter: Path) -> str:
    """The base model that an adapter was trained on, as its run or its own config states it."""
    run, config = adapter.parent / "run.json", adapter / _CONFIG
    stated = read_json(run).get("model", {}) if run.is_file() else {}
    for value in (stated.get("reference"), read_json(config).get("base_model_name_or_path")):
        if isinstance(value, str) and value:
            return value
    raise DataError(
        adapter, "the adapter does not say which base model it belongs to", hint="name the model"
    )

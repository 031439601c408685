"""Language models that put things into words while data is made."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from km_data.contracts import WritingModel
from km_graph.errors import ConfigError
from km_graph.plugins import PluginGroup

_MODELS = PluginGroup("km.models")


def load_writing_model(name: str | None, options: Mapping[str, str]) -> WritingModel | None:
    """The model of a plugin of ``km.models``, or None if none is named.

    Args:
        name: Of the plugin, such as ``openai``.
        options: What it is made with; ``cache`` is a file that keeps replies.

    Raises:
        PluginNotFoundError: If no installed package offers it.
        ConfigError: If it cannot be made with these options.
    """
    if name is None:
        return None
    plugin = _MODELS.load(name)
    given: dict[str, Any] = dict(options)
    if "cache" in given:
        given["cache"] = Path(given["cache"])
    try:
        model: WritingModel = plugin(**given)
    except TypeError as error:
        raise ConfigError(f"model {name}", [str(error)], hint="see model_options") from error
    return model

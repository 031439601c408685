"""From a YAML file to a validated model."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from km_graph.config.document import Document, Place, read_document
from km_graph.config.overrides import apply_overrides
from km_graph.config.problems import dotted, problems_of
from km_graph.errors import ConfigError

M = TypeVar("M", bound=BaseModel)


def load_yaml(path: str | Path, model: type[M], overrides: Iterable[str] = ()) -> M:
    """A YAML file as a model.

    Args:
        path: The file.
        model: What it must fit.
        overrides: ``"key.path=value"`` each, as ``--set`` takes them.

    Raises:
        ConfigError: Listing every problem as ``file:line: key.path: what was expected``.
    """
    document = read_document(path)
    apply_overrides(document, overrides)
    return validated(document, model)


def validated(document: Document, model: type[M], *, name: Callable[[Place], str] = dotted) -> M:
    """A document as a model; see ``load_yaml``. ``name`` says how problems name a place."""
    try:
        return model.model_validate({} if document.value is None else document.value)
    except ValidationError as error:
        problems = list(problems_of(error, document, model, name=name))
        raise ConfigError("", problems) from error

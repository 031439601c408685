"""Where a base model is, from what a user wrote; training and answering share it."""

from pathlib import Path
from typing import Protocol, runtime_checkable

from km_graph.errors import DataError, MissingDependencyError, nearest
from km_graph.plugins import PluginGroup

BASE_MODELS = PluginGroup("km.base_models")

_NEEDED_FILES = ["*.json", "*.safetensors", "*.model", "*.txt"]


@runtime_checkable
class BaseModel(Protocol):
    """A model that an installed package brings; the plugin is a function without arguments."""

    def __call__(self) -> Path:
        """A folder with model and tokenizer in Hugging Face form; imports nothing heavy."""
        ...


def find_base(reference: str) -> Path | str:
    """The base model that a reference means: the folder it is in, or its Hugging Face name.

    Raises:
        DataError: If it is a path and there is no model in it.
    """
    if reference in BASE_MODELS.names():
        return Path(BASE_MODELS.load(reference)())
    folder = Path(reference).expanduser()
    if folder.is_dir():
        if not (folder / "config.json").is_file():
            raise DataError(folder, "expected a model folder, found no config.json in it")
        return folder
    if _is_hub_name(reference):
        return reference
    raise DataError(
        reference,
        "no such model folder",
        hint=f"give a folder, a Hugging Face name or one of {list(BASE_MODELS.names())}",
    )


def local_folder(reference: str, *, allow_download: bool = False) -> Path:
    """The folder of a base model on this machine.

    Raises:
        DataError: If it is not here, and may not or cannot be downloaded.
        MissingDependencyError: If it is a Hugging Face name and huggingface_hub is missing.
    """
    base = find_base(reference)
    if isinstance(base, Path):
        return base
    # Not at the top: only names on the hub need it. And not left to from_pretrained(), which
    # asks the hub even when told not to.
    try:
        from huggingface_hub import snapshot_download  # noqa: PLC0415
        from huggingface_hub.errors import HfHubHTTPError  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingDependencyError("a Hugging Face model name", "huggingface_hub") from error
    try:
        found = snapshot_download(
            base, local_files_only=not allow_download, allow_patterns=_NEEDED_FILES
        )
    except (OSError, ValueError, HfHubHTTPError) as error:
        raise _missing(base, error, allow_download=allow_download) from error
    return Path(found)


def _missing(name: str, error: Exception, *, allow_download: bool) -> DataError:
    if allow_download:
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
        return DataError(name, f"cannot be downloaded: {reason}")
    near = nearest(name, BASE_MODELS.names())
    return DataError(
        name,
        "neither a model folder nor a model downloaded to this machine",
        hint=f"did you mean {near[0]!r}?" if near else "give a folder, or set allow_download",
    )


def _is_hub_name(reference: str) -> bool:
    parts = reference.split("/")
    return 0 < len(parts) <= 2 and all(parts) and not reference.startswith((".", "~"))

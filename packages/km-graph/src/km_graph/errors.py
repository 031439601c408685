"""The errors a user can cause, each with the data a message is made from.

Only ``KmError`` is caught by the ``km`` command. A message says what, where, what was expected
and, in ``hint``, what to do; programming mistakes stay ``TypeError`` or ``AssertionError``.
"""

from collections.abc import Iterable, Sequence
from copyreg import __newobj__  # type: ignore[attr-defined]  # what object.__reduce_ex__ uses
from difflib import get_close_matches
from pathlib import Path
from typing import Any


def nearest(name: str, known: Iterable[str], *, limit: int = 3) -> tuple[str, ...]:
    """The known names most like ``name``, best first."""
    return tuple(get_close_matches(name, list(known), n=limit, cutoff=0.6))


class KmError(Exception):
    """Something the user can mend.

    Attributes:
        message: What is wrong and where, in one sentence.
        hint: What to do about it, or None.
    """

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        # Built from its data, not by __init__, which takes other arguments in each class: a
        # worker process can hand it over.
        return __newobj__, (type(self), *self.args), self.__dict__


class ConfigError(KmError, ValueError):
    """A configuration file or option does not fit its schema; holds every problem found."""

    def __init__(self, where: str, problems: Sequence[str], *, hint: str | None = None) -> None:
        self.where = where
        self.problems = tuple(problems)
        listed = "; ".join(self.problems)
        super().__init__(f"{where}: {listed}" if where else listed, hint=hint)


class GraphFormatError(KmError, ValueError):
    """A graph file cannot be read as the format it was taken for."""

    def __init__(
        self, path: str | Path, message: str, *, line: int | None = None, hint: str | None = None
    ) -> None:
        self.path = str(path)
        self.line = line
        where = f"{path}:{line}" if line is not None else str(path)
        super().__init__(f"{where}: {message}", hint=hint)


class ServerError(KmError, ConnectionError):
    """A graph server cannot be reached, refuses, or gives no usable answer."""

    def __init__(
        self, url: str, message: str, *, attempts: int = 1, hint: str | None = None
    ) -> None:
        self.url = url
        self.attempts = attempts
        tried = f" after {attempts} attempts" if attempts > 1 else ""
        super().__init__(f"{url}: {message}{tried}", hint=hint)


class StoreError(KmError, RuntimeError):
    """A graph store cannot be opened, read or written."""

    def __init__(self, path: str | Path, message: str, *, hint: str | None = None) -> None:
        self.path = str(path)
        super().__init__(f"{path}: {message}", hint=hint)


class StoreConflictError(StoreError):
    """A graph store is no longer at the version that a change was meant for."""

    def __init__(self, path: str | Path, expected: int, version: int) -> None:
        self.expected = expected
        self.version = version
        super().__init__(
            path,
            f"expected version {expected}, it is at {version}",
            hint="look at the graph as it is now and decide again",
        )


class UnknownLabelError(KmError, LookupError):
    """A name is not in the graph."""

    def __init__(self, kind: str, label: str, near: Sequence[str] = ()) -> None:
        self.kind = kind
        self.label = label
        self.near = tuple(near)
        did_you_mean = ", ".join(repr(name) for name in self.near)
        super().__init__(
            f"{kind} {label!r} is not in the graph",
            hint=f"did you mean {did_you_mean}?" if near else "km graph info shows what is in it",
        )


class InvalidQueryError(KmError, ValueError):
    """A walk or path query asks for something that cannot be."""


class ResultTooLargeError(KmError, MemoryError):
    """A walk or path query finds more than fits in memory."""

    def __init__(self) -> None:
        super().__init__(
            "the result does not fit in memory",
            hint="ask for fewer hops, or cap it with limit, total or seconds",
        )


class PluginError(KmError):
    """A plugin is missing, broken or ambiguous."""


class PluginNotFoundError(PluginError, LookupError):
    """No installed package offers the named plugin."""

    def __init__(
        self, group: str, name: str, installed: Sequence[str], *, brings: str = ""
    ) -> None:
        self.group = group
        self.name = name
        self.installed = tuple(installed)
        near = nearest(name, installed)
        if brings:
            hint = f"pip install {brings}"
        elif near:
            hint = f"did you mean {', '.join(map(repr, near))}?"
        else:
            hint = f"installed: {', '.join(installed) or 'none'}"
        super().__init__(f"no plugin {name!r} in {group}", hint=hint)


class DuplicatePluginError(PluginError):
    """Two installed packages offer a plugin of one name."""

    def __init__(self, group: str, name: str, origins: Sequence[str]) -> None:
        self.group = group
        self.name = name
        self.origins = tuple(origins)
        super().__init__(
            f"{group} {name!r} is offered by {' and by '.join(origins)}",
            hint="uninstall one of them",
        )


class PluginLoadError(PluginError, ImportError):
    """A plugin is installed but does not import; ``__cause__`` keeps the reason."""

    def __init__(self, group: str, name: str, origin: str, cause: BaseException) -> None:
        self.group = group
        self.name = name
        self.origin = origin
        super().__init__(
            f"{group} {name!r} of {origin} fails to import: {type(cause).__name__}: {cause}",
            hint=f"reinstall or remove {origin}",
        )


class MissingDependencyError(KmError, ImportError):
    """A feature needs an optional package that is not installed."""

    def __init__(self, feature: str, requirement: str) -> None:
        self.feature = feature
        self.requirement = requirement
        super().__init__(f"{feature} needs {requirement}", hint=f"pip install '{requirement}'")


class DataError(KmError, ValueError):
    """A record of a question, example or prediction file is not what it should be."""

    def __init__(
        self, source: str | Path, message: str, *, line: int | None = None, hint: str | None = None
    ) -> None:
        self.source = str(source)
        self.line = line
        where = f"{source}:{line}" if line is not None else str(source)
        super().__init__(f"{where}: {message}", hint=hint)


class OutputError(KmError, OSError):
    """A result cannot be written where it was asked for."""

    def __init__(self, path: str | Path, reason: str) -> None:
        self.path = str(path)
        super().__init__(f"cannot write {path}: {reason}", hint="choose another --out")


class TrainingError(KmError, RuntimeError):
    """A fine-tuning run cannot start or go on."""


class ModelRequestError(KmError, RuntimeError):
    """A language model behind a server gave no usable answer."""

    def __init__(
        self, url: str, message: str, *, status: int | None = None, attempts: int = 1
    ) -> None:
        self.url = url
        self.status = status
        self.attempts = attempts
        tried = f" after {attempts} attempts" if attempts > 1 else ""
        super().__init__(f"{url}: {message}{tried}")

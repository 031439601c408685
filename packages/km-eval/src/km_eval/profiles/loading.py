"""Profiles by their names."""

from collections.abc import Iterable

from km_eval.contracts import PROFILES, Profile

ALL = "all"


def load_profiles(names: Iterable[str] = ("strict",)) -> list[Profile]:
    """Profiles by their plugin names, each once; ``"all"`` is every one that is installed.

    Raises:
        PluginError: As ``PluginGroup.load`` does.
    """
    wanted: list[str] = []
    for name in names:
        wanted += [*_strict_first(PROFILES.names())] if name == ALL else [name]
    return [PROFILES.load(name) for name in dict.fromkeys(wanted)]


def _strict_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (name != "strict", name))

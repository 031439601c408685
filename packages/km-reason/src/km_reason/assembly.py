"""Reasoners put together from plugins by name.

A plugin is called with those of the parts on offer that its signature names, so plugins of other
packages need no registration of their arguments, and nothing is loaded that nobody asks for.
"""

from collections.abc import Callable, Mapping
from functools import cache, partial
from inspect import signature
from typing import Any

from km_data.contracts import TEXTUALIZERS
from km_graph.errors import ConfigError
from km_graph.graph import KnowledgeGraph
from km_graph.walkers import load_walker
from km_reason.contracts import (
    LINKERS,
    MODELS,
    PLANNERS,
    REASONERS,
    EntityLinker,
    LanguageModel,
    Planner,
    Reasoner,
)
from km_reason.options import ReasonOptions
from km_reason.reasoners.reading import ReadingReasoner

Parts = Mapping[str, Callable[[], Any]]
"""By parameter name, what makes the argument."""


def make_reasoner(options: ReasonOptions) -> Reasoner:
    """The reasoner, and a reader after it if one is asked for."""
    model = cache(lambda: make_model(options))  # planner, reasoner and reader may share it
    if options.reader == "none":
        return _make_finder(options, model)
    # The reader needs all paths; it is the reader's answers that are counted.
    finder = _make_finder(options.model_copy(update={"max_answers": None}), model)
    reading: Reasoner = _call(
        ReadingReasoner,
        _given(options, "instruct", "max_answers", "max_tokens", "path_tokens", "unsupported")
        | {
            "reasoner": lambda: finder,
            "model": lambda: _make_reader(options, model),
            "textualizer": lambda: TEXTUALIZERS.load(options.textualizer),
        },
    )
    return reading


def _make_finder(options: ReasonOptions, model: Callable[[], LanguageModel]) -> Reasoner:
    """The reasoner; may name ``planner``, ``model``, ``walker`` and options given here."""
    made: Reasoner = _call(
        REASONERS.load(options.reasoner),
        _given(
            options,
            "beams",
            "call_tokens",
            "decoding",
            "hops",
            "max_answers",
            "max_calls",
            "max_evidence",
            "max_tokens",
            "top_paths",
            "width",
        )
        | {
            "model": model,
            "planner": lambda: make_planner(options, model),
            "walker": lambda: load_walker(options.walker),
        },
    )
    return made


def _make_reader(options: ReasonOptions, model: Callable[[], LanguageModel]) -> LanguageModel:
    own = {
        "model": options.reader_model,
        "adapter": options.reader_adapter,
        "backend": options.reader_backend,
    }
    if not any(own.values()):
        return model()
    return make_model(options.model_copy(update=own | {"backend": own["backend"] or "local"}))


def make_planner(
    options: ReasonOptions, model: Callable[[], LanguageModel] | None = None
) -> Planner:
    """The planner; may name ``model``, ``walker`` and those of the options given here."""
    made: Planner = _call(
        PLANNERS.load(options.planner),
        _given(options, "beams", "mask_topics", "max_tokens", "constrained", "hops", "training")
        | {
            "model": model or (lambda: make_model(options)),
            "walker": lambda: load_walker(options.walker),
        },
    )
    return made


def make_model(options: ReasonOptions) -> LanguageModel:
    """The language model; may name those of the options that are given here."""
    backend = options.backend or ("replay" if options.completions else "local")
    made: LanguageModel = _call(
        MODELS.load(backend),
        _given(
            options,
            "model",
            "adapter",
            "completions",
            "device",
            "allow_download",
            "base_url",
            "quantize",
        ),
    )
    return made


def make_linker(name: str, graph: KnowledgeGraph) -> EntityLinker:
    """The linker; may name ``graph``."""
    made: EntityLinker = _call(LINKERS.load(name), {"graph": lambda: graph})
    return made


def _given(options: ReasonOptions, *names: str) -> dict[str, Callable[[], Any]]:
    """The options that are set; a plugin's own default stands for the others."""
    values = ((name, getattr(options, name)) for name in names)
    return {name: partial(_same, value) for name, value in values if value is not None}


def _same(value: Any) -> Any:
    return value


def _call(plugin: Any, parts: Parts) -> Any:
    named = signature(plugin).parameters.values()
    needed = [item.name for item in named if item.default is item.empty]
    missing = [name for name in needed if name not in parts]
    if missing:
        raise ConfigError(plugin.__name__, [f"expected the option {name!r}" for name in missing])
    return plugin(**{item.name: parts[item.name]() for item in named if item.name in parts})

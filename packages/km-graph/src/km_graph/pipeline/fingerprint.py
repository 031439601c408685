"""What decides whether a step must run again."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from km_graph.pipeline.inputs import map_inputs
from km_graph.plugins import Plugin
from km_graph.step import Options, Step


def fingerprint(
    plugin: Plugin,
    step: Step[Any],
    options: Options,
    *,
    inputs: Mapping[str, tuple[Path, str]],
    seed: int,
    name: str = "",
) -> str:
    """SHA-256 over everything a step's output depends on.

    Args:
        plugin: Where the step comes from; its version counts.
        step: The step; its version counts.
        options: Its options.
        inputs: By key path of an input, the file and the hash of its content. Where the file
            lies does not count, but its own name does: readers go by it.
        seed: For everything random.
        name: The name of the step in its pipeline.
    """
    contents = map_inputs(options, lambda key, _: Path(f"{inputs[key][0].name}#{inputs[key][1]}"))
    facts = {
        "name": name,
        "use": plugin.name,
        "origin": plugin.origin,
        "version": step.version,
        "options": contents.model_dump(mode="json"),
        "seed": seed,
    }
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()

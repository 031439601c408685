"""The options of the step ``eval.baseline``."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field

from km_eval.baseline.connection import OPENAI_URL
from km_eval.extraction import Extraction
from km_graph.step import Input, Options

Mode = Literal[
    "closed-book", "chain-of-thought", "with-paths", "gold-paths", "neighborhood", "embeddings"
]
"""What a model is shown, or how else it is used."""

OF_GRAPH = ("gold-paths", "neighborhood", "embeddings")
"""The modes that look into a graph."""


class BaselineOptions(Options):
    """Ask a model behind an OpenAI-compatible server the same questions: predictions.jsonl."""

    questions: Input
    """The questions, JSON lines."""
    model: str
    """The server's name for the model."""
    base_url: str = OPENAI_URL
    """The server, up to and with /v1."""
    key_variable: str = "OPENAI_API_KEY"
    """The environment variable that holds the key; servers of one's own need none."""
    mode: Mode = "closed-book"
    """The question alone, with time to think, with paths, or with all that is near; or vectors."""
    paths: Input | None = None
    """For with-paths: predictions whose evidence is shown to the model, JSON lines."""
    graph: Input | None = None
    """For gold-paths, neighborhood and embeddings: the graph, unless questions bring their own."""
    hops: int = Field(default=2, ge=1, le=4)
    """For neighborhood and embeddings: how far to look."""
    limit: int = Field(default=100, ge=1)
    """The most paths, facts or candidates a question."""
    textualizer: str = "arrows"
    """How paths and facts are put into words."""
    shots: Input | None = None
    """Questions with answers to show before the one that is asked, JSON lines."""
    k: int = Field(default=3, ge=1)
    """How many of the shots to show."""
    extract: Extraction = "lines"
    """How answers are taken from what the model writes; ans or json in chain-of-thought."""
    max_tokens: int = Field(default=256, ge=1)
    """The longest reply."""
    temperature: float | None = Field(default=0.0, ge=0.0)
    """0 for the likeliest answer; null leaves it to the server."""
    concurrency: int = Field(default=4, ge=1, le=256)
    """How many requests may be under way."""
    timeout: float = Field(default=60.0, gt=0)
    """Seconds to wait for one reply."""
    attempts: int = Field(default=4, ge=1, le=20)
    """How often a request is tried where that can help."""
    prices: Input | None = None
    """JSON: name of a model to prompt and completion, the prices of a million tokens."""
    max_cost: float | None = Field(default=None, ge=0)
    """Ask no more when this could be passed; what is there is kept. Needs prices."""
    cache: Path | None = None
    """A file that keeps replies between runs; replies.sqlite in the output if not given."""

    def problems(self) -> Iterator[str]:
        """What does not fit the mode, or is missing."""
        if self.mode == "with-paths" and self.paths is None:
            yield "paths: expected a predictions file in mode with-paths"
        if self.mode != "with-paths" and self.paths is not None:
            yield f"paths: expected nothing in mode {self.mode}"
        if self.mode not in OF_GRAPH and self.graph is not None:
            yield f"graph: expected nothing in mode {self.mode}"
        if self.mode == "chain-of-thought" and self.extract not in ("ans", "json"):
            yield "extract: expected ans or json in mode chain-of-thought"
        if self.mode == "embeddings" and self.shots is not None:
            yield "shots: expected nothing in mode embeddings"
        if self.max_cost is not None and self.prices is None:
            yield "max_cost: expected prices with it"

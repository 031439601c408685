"""The options of ``data.build``."""

from typing import Literal, Self

from pydantic import Field, model_validator

from km_graph.step import Input, Options


class BuildOptions(Options):
    """Build training examples from questions and a graph.

    Writes examples.jsonl (or .parquet), examples.meta.json to tell how it was made, and
    skipped.jsonl with every question that gave no example, and why. The number of workers
    changes none of them.
    """

    graph: Input
    """The graph: a graph folder or any graph file."""
    questions: Input
    """The question file."""
    builders: list[str] = Field(default=["planning"], min_length=1)
    """What to build: planning, reasoning, …; several are written one after the other."""
    textualizer: str = "arrows"
    """How paths are put into words."""
    templates: Input | None = None
    """For the textualizer sentences: a YAML file of sentences by relation."""
    mask_topics: bool = True
    """Replace the topic in planning prompts, so that no name is learned by heart."""
    paths: Literal["gold-or-mined", "gold", "mined"] = "gold-or-mined"
    """Relation paths to teach: those the questions bring, or those mined from graph and answers."""
    max_hops: int = Field(default=3, ge=1, le=6)
    """Longest relation path to mine."""
    walker: str = "auto"
    """Who walks the graph: native, reference, or auto for the fastest installed."""
    format: str = "prompt-completion"
    """The form of the rows: prompt-completion, chat, alpaca, sharegpt, or kto for preferences."""
    file_type: Literal["jsonl", "parquet"] = "jsonl"
    """JSON lines, or Parquet, where all rows are of one kind."""
    tokenizer: Input | None = None
    """A tokenizer.json or the folder of a model: what tokens are counted with."""
    max_tokens: int | None = Field(default=None, ge=1)
    """The most tokens of prompt and completion; the last paths of longer prompts are dropped."""
    model: str | None = None
    """A model that words explanations (group km.models), such as openai; else templates do."""
    model_options: dict[str, str] = Field(default={})
    """What the model is made with, name=value: model=…, base_url=…, cache=…"""
    dedupe: bool = True
    """Keep one of several rows with the same prompt and completion."""
    on_error: Literal["skip", "fail"] = "skip"
    """Whether a question nothing can be built from is listed in skipped.jsonl or ends the work."""
    workers: int = Field(default=1, ge=1)
    """How many workers share the work."""
    executor: str = "auto"
    """Where they work: serial, processes, ray, or auto for processes where there are several."""

    @model_validator(mode="after")
    def _check_pairs(self) -> Self:
        if (self.tokenizer is None) != (self.max_tokens is None):
            raise ValueError(
                "max_tokens and tokenizer go together: tokens are counted, not guessed"
            )
        if self.templates is not None and self.textualizer != "sentences":
            raise ValueError(f"templates are for the textualizer sentences, not {self.textualizer}")
        return self

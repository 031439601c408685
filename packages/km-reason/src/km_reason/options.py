"""The options of everything that answers, shared by pipelines and ``km ask``."""

from typing import Literal

from pydantic import Field

from km_graph.step import Input, Options


class ReasonOptions(Options):
    """How to answer questions about a graph."""

    graph: Input
    """The graph: a graph folder or a file that km can read."""
    reasoner: str = "plan-retrieve-reason"
    """How to answer: plan-retrieve-reason, graph-constrained (the model writes paths of the graph),
    agent (a chat model chooses its way through the graph), or a baseline: retrieve-only,
    closed-book, random-path, oracle-path."""
    planner: str = "lm"
    """Who proposes relation paths: lm (a fine-tuned model), frequency (those that training
    questions have most often) or oracle (the gold ones)."""
    training: Input | None = None
    """Questions with relation paths, for the planner frequency."""
    constrained: bool = False
    """Let the planner write only relation paths that the graph can execute."""
    model: str | None = None
    """The base model: tiny, a folder or a Hugging Face name; default: what the adapter needs."""
    adapter: Input | None = None
    """What fine-tuning made: the folder of a training run or of an adapter."""
    backend: str | None = None
    """What runs the model; default: replay where completions are given, else local."""
    completions: Input | None = None
    """Recorded completions to replay instead of running a model."""
    device: str = "auto"
    """Where the model runs: auto, cpu or cuda."""
    allow_download: bool = False
    """Fetch the model from the Hugging Face hub if it is not on this machine."""
    beams: int = Field(4, ge=1)
    """How many relation paths the planner may propose, or paths graph-constrained may write."""
    max_tokens: int | None = Field(None, ge=1)
    """Longest completion of the model, in tokens; default: 64, for graph-constrained 256."""
    base_url: str | None = None
    """The server of the backend openai, up to and with /v1."""
    quantize: Literal["none", "8bit", "4bit"] = "none"
    """Load the weights of the backend local in fewer bits; needs bitsandbytes."""
    reader: Literal["none", "model"] = "none"
    """Who turns paths into answers: none (their ends are the answers), or a model reads them."""
    reader_backend: str | None = None
    """What runs the reader; default: local, or the backend where no other model is named."""
    reader_model: str | None = None
    """The model of the reader; default: that of the planner, with its adapter."""
    reader_adapter: Input | None = None
    """What fine-tuning the reader made."""
    textualizer: str = "arrows"
    """How paths are put into words for the reader; as it was trained."""
    path_tokens: int = Field(1024, ge=1)
    """How many tokens of paths the reader is shown at most."""
    instruct: bool = False
    """Tell the reader what to do; for models that were not trained on reasoning examples."""
    unsupported: Literal["drop", "keep"] = "drop"
    """What becomes of answers of the reader that no shown path ends in; kept, they score 0."""
    max_calls: int = Field(12, ge=1)
    """How often the agent may ask its model about one question."""
    call_tokens: int = Field(20_000, ge=1)
    """How many tokens, prompts and completions together, the agent may spend on one question."""
    width: int = Field(3, ge=1)
    """How many relations, and how many entities, the agent keeps at each hop."""
    decoding: Literal["beams", "diverse", "sample"] = "beams"
    """How graph-constrained searches for paths."""
    mask_topics: bool = True
    """Hide the names of topic entities from the planner; as it was trained."""
    top_paths: int = Field(1, ge=1)
    """How many of the relation paths that the graph has to answer from."""
    max_evidence: int = Field(1, ge=1)
    """How many paths to give for each answer."""
    max_answers: int | None = Field(None, ge=1)
    """How many answers to give at most; default: what the reasoner finds right."""
    min_confidence: float = Field(0.0, ge=0, le=1)
    """Leave out answers whose score is lower; where none is left, the graph does not say."""
    hops: int | None = Field(None, ge=1)
    """Longest path; default: 3, and for retrieve-only the question's hops, or 2."""
    walker: str = "auto"
    """Who walks the graph: native, reference; auto takes native where it works."""
    link: bool = True
    """Find the topic entities of questions that come without."""
    linker: str = "exact"
    """Who finds them."""


class AnswerOptions(ReasonOptions):
    """Answer questions from a graph, with evidence."""

    questions: Input
    """The questions, as JSON lines."""
    timing: bool = False
    """Write the seconds of each question too, which differ from run to run."""

"""The step ``data.synth``: a graph to questions with gold answers."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from pydantic import Field

from km_data.contracts import WritingModel
from km_data.records import Question, write_records
from km_data.synthesis.paraphrasing import paraphrased
from km_data.synthesis.questions import Synthesis
from km_data.synthesis.wording import Templates, read_templates
from km_graph.errors import ConfigError, DataError
from km_graph.files import write_json
from km_graph.opening import open_graph
from km_graph.plugins import PluginGroup
from km_graph.step import Input, Options, Step, StepContext
from km_graph.walkers import load_walker

MODELS = PluginGroup("km.models")


class SynthOptions(Options):
    """Make questions with gold answers from a graph alone.

    Walks the graph, asks for the relation paths found there of many topics, and keeps the
    questions whose answers are few. Writes questions.jsonl, and synth.json to tell how.
    """

    graph: Input
    """The graph: a graph folder or any graph file."""
    hops: list[int] = Field(default=[1, 2], min_length=1)
    """How many hops a question takes, 1 to 4; several for some of each."""
    relation_paths: int = Field(default=50, ge=1)
    """How many relation paths of each number of hops are asked for, the most common first."""
    per_path: int = Field(default=20, ge=1)
    """How many questions of each relation path, at most."""
    max_answers: int = Field(default=20, ge=1)
    """Questions with more answers are dropped."""
    distinct_topics: bool = False
    """Whether an entity is the topic of one question only."""
    templates: Input | None = None
    """A YAML list of relation_path and phrasings with {topic}; other paths get words by label."""
    walker: str = "auto"
    """Who walks the graph: native, reference, or auto for the fastest installed."""
    model: str | None = None
    """A model to paraphrase the questions (group km.models), such as openai."""
    model_options: dict[str, str] = Field(default={})
    """What the model is made with, name=value: model=…, base_url=…"""


def synth(options: SynthOptions, context: StepContext) -> Mapping[str, Any]:
    """Write ``questions.jsonl`` into ``context.out`` and count what was made and dropped."""
    wrong = [f"hops: expected 1 to 4, found {n}" for n in options.hops if not 1 <= n <= 4]
    if wrong:
        raise ConfigError("data.synth", wrong)
    graph = open_graph(options.graph, progress=context.progress)
    synthesis = Synthesis(
        graph,
        load_walker(options.walker),
        read_templates(options.templates) if options.templates else Templates(),
        per_path=options.per_path,
        max_answers=options.max_answers,
        distinct_topics=options.distinct_topics,
        seed=context.seed,
    )
    questions = list(synthesis.questions(options.hops, options.relation_paths))
    if not questions:
        raise DataError(options.graph, "no question can be made", hint="allow more answers")
    failures: Counter[str] = Counter()
    if options.model is not None:
        model: WritingModel = MODELS.load(options.model)(**options.model_options)
        questions = list(paraphrased(questions, model, failures, context.progress))
    write_records(context.out / "questions.jsonl", questions)
    summary = {**_counts(questions), "dropped": dict(sorted(synthesis.dropped.items()))}
    if options.model is not None:
        summary["paraphrased"] = len(questions) - failures.total()
        summary["paraphrases_failed"] = dict(sorted(failures.items()))
    about = options.model_dump(mode="json", exclude={"graph", "templates", "model_options"})
    origin = {"schema": 1, "graph": graph.fingerprint(), "seed": context.seed, "options": about}
    write_json(context.out / "synth.json", {**origin, **summary})
    return summary


def _counts(questions: list[Question]) -> dict[str, Any]:
    hops = Counter(str(question.hops) for question in questions)
    return {
        "questions": len(questions),
        "per_hop": dict(sorted(hops.items())),
        "relation_paths": len({question.relation_paths for question in questions}),
        "templates": len({question.template for question in questions}),
    }


SYNTH = Step(SynthOptions, synth)

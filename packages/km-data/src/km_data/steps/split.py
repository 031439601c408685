"""The step ``data.split``: one question file to three that share no group."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from pydantic import Field

from km_data.records import Question, read_questions, write_records
from km_data.splitting import GroupBy, Split, leaks, split_questions
from km_graph.errors import DataError
from km_graph.files import write_json
from km_graph.step import Input, Options, Step, StepContext


class SplitOptions(Options):
    """Split questions into train, validation and test parts that share no group.

    Questions whose template is held out are in test.jsonl only, and once more by themselves in
    held_out.jsonl.
    """

    questions: Input
    """The question file."""
    by: list[GroupBy] = Field(default=["topic", "relation_path"], min_length=1)
    """What questions of two parts never have in common, all of it taken together."""
    validation: float = Field(default=0.1, ge=0, lt=1)
    """Share of groups for validation."""
    test: float = Field(default=0.1, ge=0, lt=1)
    """Share of groups for testing."""
    hold_out_templates: float = Field(default=0.0, ge=0, lt=1)
    """Share of templates never trained on, besides those that end in an exclamation mark."""


def split(options: SplitOptions, context: StepContext) -> Mapping[str, Any]:
    """Write the parts into ``context.out``, with ``split.json`` to tell how they were made."""
    questions = list(read_questions(options.questions))
    if not questions:
        raise DataError(options.questions, "holds no question")
    made = split_questions(
        questions,
        by=options.by,
        validation=options.validation,
        test=options.test,
        hold_out_templates=options.hold_out_templates,
        seed=context.seed,
    )
    for part, members in made.parts.items():
        write_records(context.out / f"{part}.jsonl", members)
    write_records(context.out / "held_out.jsonl", made.of_held_out())
    summary = _summary(made, options)
    about = {"by": options.by, "seed": context.seed, "held_out_templates": sorted(made.held_out)}
    write_json(context.out / "split.json", {**summary, **about})
    return summary


def _summary(made: Split, options: SplitOptions) -> dict[str, Any]:
    return {
        **{part: len(questions) for part, questions in made.parts.items()},
        "held_out": len(made.of_held_out()),
        "dropped": made.dropped,
        "leaks": leaks(made, options.by),
        "per_hop": {part: _per_hop(questions) for part, questions in made.parts.items()},
    }


def _per_hop(questions: list[Question]) -> dict[str, int]:
    hops = Counter(str(question.hops or "unknown") for question in questions)
    return dict(sorted(hops.items()))


SPLIT = Step(SplitOptions, split)

"""Whose answers are scored: those of a file, or of a step that is asked now."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from km_data.records import Prediction, write_records
from km_eval.graphqa.options import GraphQAOptions
from km_eval.graphqa.question_sets import QuestionSet
from km_eval.predictions.problems import Problems
from km_eval.predictions.reading import PredictionsFile
from km_graph.errors import ConfigError, DataError
from km_graph.plugins import PluginGroup
from km_graph.step import Options, Step, StepContext

STEPS = PluginGroup("km.steps")


def gather(
    options: GraphQAOptions, sets: Sequence[QuestionSet], context: StepContext
) -> dict[str, Problems] | None:
    """Write ``predictions/*.jsonl``, one for each set; None if there are to be no answers.

    Returns what was wrong in each file that was read, by its name. Rows that cannot be used, and
    answers to no question, are in it.

    Raises:
        ConfigError: If a file and a step are given, or options do not fit the step.
        DataError: If a folder has a file for none of the sets.
    """
    if options.ask is not None and options.predictions is not None:
        raise ConfigError("eval.graphqa", ["expected predictions or ask, not both"])
    if options.ask is not None:
        for one in sets:
            _asked(options, one, context)
        files = {context.out / "asked" / one.name / "predictions.jsonl": [one] for one in sets}
    elif options.predictions is not None:
        files = _files(options.predictions, sets)
    else:
        return None
    for one in sets:
        if not any(one in answered for answered in files.values()):
            write_records(context.out / "predictions" / f"{one.name}.jsonl", ())
    read = {path: _keep(path, answered, context.out) for path, answered in files.items()}
    return {_shown(path, context.out): problems for path, problems in read.items()}


def _asked(options: GraphQAOptions, one: QuestionSet, context: StepContext) -> None:
    step: Step[Options] = STEPS.load(str(options.ask))
    given = {**options.asking, "questions": context.out / "questions" / f"{one.name}.jsonl"}
    try:
        chosen = step.options.model_validate(given)
    except ValidationError as error:
        places = ((".".join(map(str, row["loc"])), row["msg"]) for row in error.errors())
        problems = [f"{place}: {message}" for place, message in places]
        raise ConfigError(f"eval.graphqa, asking {options.ask}", problems) from error
    out = context.out / "asked" / one.name
    out.mkdir(parents=True, exist_ok=True)
    step.run(chosen, StepContext(out, context.seed, context.progress))


def _files(path: Path, sets: Sequence[QuestionSet]) -> dict[Path, list[QuestionSet]]:
    """Each file of answers with the sets it answers; a folder may lack some."""
    if not path.is_dir():
        return {path: list(sets)}
    found = {path / f"{one.name}.jsonl": [one] for one in sets}
    there = {file: answered for file, answered in found.items() if file.exists()}
    if not there:
        names = " or ".join(file.name for file in found)
        raise DataError(path, f"expected {names}, found none of them")
    return there


def _keep(path: Path, sets: Sequence[QuestionSet], out: Path) -> Problems:
    """Sort the answers of a file by set; what belongs to none is counted."""
    file = PredictionsFile(path)
    set_of = {question.id: one.name for one in sets for question in one.questions}
    if len(sets) > 1 and len(set_of) < sum(len(one.questions) for one in sets):
        hint = "give a folder with a file for each set"
        raise DataError(path, "expected ids that are in one set; one is in several", hint=hint)
    kept: dict[str, list[Prediction]] = {one.name: [] for one in sets}
    unknown: list[str] = []
    for case in file:
        name = set_of.get(case.prediction.id)
        if name is not None:
            kept[name].append(case.prediction)
        elif case.prediction.error is None:
            unknown.append(case.prediction.id)
    for name, predictions in kept.items():
        write_records(out / "predictions" / f"{name}.jsonl", predictions)
    for one in unknown:
        file.problems.add("for no question", one)
    return file.problems


def _shown(path: Path, out: Path) -> str:
    """The name of a file in the output: never where the output or the user's folder lies."""
    return path.relative_to(out).as_posix() if path.is_relative_to(out) else path.name

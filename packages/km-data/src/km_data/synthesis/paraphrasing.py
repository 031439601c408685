"""Questions in the words of a model, kept only where nothing is lost."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from km_data.contracts import WritingModel
from km_data.records import Question
from km_data.synthesis.questions import tells_answer
from km_graph.errors import KmError
from km_graph.progress import SILENT, Progress

_AT_ONCE = 64
_PROMPT = (
    "Say this question in other words, in one line. Keep its meaning. "
    "Copy {topic!r} letter for letter.\nQuestion: {text}\nIn other words:"
)


def paraphrased(
    questions: Sequence[Question],
    model: WritingModel,
    failures: Counter[str],
    progress: Progress = SILENT,
) -> Iterator[Question]:
    """The questions in other words; where that fails, as they were, counted by reason."""
    with progress.task("asking the model", len(questions)) as advance:
        for start in range(0, len(questions), _AT_ONCE):
            some = questions[start : start + _AT_ONCE]
            for question, text in zip(some, _texts(some, model, failures), strict=True):
                new = _checked(question, text, failures) if text is not None else None
                yield new or question
            advance(len(some))


def _texts(
    questions: Sequence[Question], model: WritingModel, failures: Counter[str]
) -> list[str | None]:
    prompts = [_PROMPT.format(topic=q.topics[0], text=q.text) for q in questions]
    try:
        replies = model.complete(prompts, max_tokens=128)
    except KmError as error:
        failures[str(error)] += len(prompts)
        return [None] * len(prompts)
    return [reply[0].text if reply else "" for reply in replies]


def _checked(question: Question, text: str, failures: Counter[str]) -> Question | None:
    said = text.strip().strip('"')
    start = said.find(question.topics[0])
    problem = (
        "nothing or several lines"
        if len(said.splitlines()) != 1
        else "topic lost"
        if start < 0
        else None
    )
    if problem is None:
        span = (start, start + len(question.topics[0]))
        # A wording of its own: a template is what many questions share.
        template = f"{question.template}/paraphrased"
        new = replace(question, text=said, mentions=(span,), template=template)
        if not tells_answer(new):
            return new
        problem = "would tell its answer"
    failures[problem] += 1
    return None

"""What a model answers from memory: the baseline without a graph."""

from collections.abc import Sequence
from time import perf_counter

from km_data.prompts import parse_answers, reasoning_prompt
from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph
from km_graph.progress import SILENT, Progress
from km_reason.contracts import Completion, LanguageModel
from km_reason.reasoners.grounding import timed


class ClosedBookReasoner:
    """Asks a model the question with no paths beside it; the graph is not looked at.

    Answers are the lines it writes. There is no evidence, so no answer is faithful.

    Args:
        model: Any language model.
        max_tokens: Longest completion.
        max_answers: How many answers to give at most; None for all.
    """

    def __init__(
        self, model: LanguageModel, *, max_tokens: int = 64, max_answers: int | None = None
    ) -> None:
        self.model = model
        self.max_tokens = max_tokens
        self.max_answers = max_answers

    def answer(
        self,
        graph: KnowledgeGraph,  # noqa: ARG002  (the contract's)
        questions: Sequence[Question],
        *,
        progress: Progress = SILENT,
    ) -> list[Prediction]:
        """One prediction for each question, in order; an empty question has ``error`` set."""
        started = perf_counter()
        asked = [question for question in questions if question.text.strip()]
        prompts = [reasoning_prompt(question, ()) for question in asked]
        found = self.model.complete(prompts, max_tokens=self.max_tokens, progress=progress)
        written = dict(zip((id(question) for question in asked), found, strict=True))
        predictions = [
            self._predict(question, written.get(id(question), [])) for question in questions
        ]
        return timed(predictions, perf_counter() - started)

    def _predict(self, question: Question, found: Sequence[Completion]) -> Prediction:
        if not question.text.strip():
            return Prediction(question.id, error="the question is empty; ask something in words")
        text, tokens = (found[0].text, found[0].tokens) if found else ("", 0)
        answers = parse_answers(text)[: self.max_answers]
        return Prediction(question.id, answers, completion=text, tokens=tokens)

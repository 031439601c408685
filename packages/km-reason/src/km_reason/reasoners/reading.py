"""A reader after any reasoner: a model that is shown the paths says which answers they hold."""

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from km_data.budget import Budget
from km_data.contracts import Textualizer, header_of
from km_data.prompts import reasoning_prompt
from km_data.records import Prediction, Question
from km_data.textualizers.arrows import ARROWS
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Path
from km_graph.progress import SILENT, Progress
from km_reason.contracts import Completion, LanguageModel, Reasoner
from km_reason.models.counting import token_counter
from km_reason.reasoners.grounding import timed
from km_reason.reasoners.said_answers import said_answers

_INSTRUCTION = (
    "Answer the question from the reasoning paths and from nothing else. Write every answer on a "
    "line of its own, exactly as the paths spell it, and nothing else.\n\n"
)


class ReadingReasoner:
    """Lets a model choose the answers from the paths that another reasoner found.

    The model is shown the evidence of the other reasoner, best first, as much as the budget
    allows. Its answers that a shown path ends in are the answers, in its order, with the scores
    and the paths they had. Whatever else it says is not supported by the graph: it is left out,
    or kept behind them with a score of 0 and no path. A question without paths is not put to the
    model; the graph does not say.

    Args:
        reasoner: Finds the paths.
        model: Any language model. One that was not trained on reasoning examples should be
            instructed.
        textualizer: How paths are put into words; as the model was trained.
        path_tokens: How many tokens of paths are shown at most.
        max_tokens: Longest completion.
        instruct: Whether the model is told what to do, before the paths.
        unsupported: ``drop`` or ``keep`` answers that no shown path ends in.
        max_answers: How many answers to give at most; None for all.
    """

    def __init__(
        self,
        reasoner: Reasoner,
        model: LanguageModel,
        *,
        textualizer: Textualizer = ARROWS,
        path_tokens: int = 1024,
        max_tokens: int = 64,
        instruct: bool = False,
        unsupported: str = "drop",
        max_answers: int | None = None,
    ) -> None:
        self.reasoner = reasoner
        self.model = model
        self.textualizer = textualizer
        self.max_tokens = max_tokens
        self.instruct = instruct
        self.unsupported = unsupported
        self.max_answers = max_answers
        self._path_tokens = path_tokens
        self._count = token_counter(model)

    def answer(
        self, graph: KnowledgeGraph, questions: Sequence[Question], *, progress: Progress = SILENT
    ) -> list[Prediction]:
        """One prediction for each question, in order; a question that fails has ``error`` set."""
        started = perf_counter()
        done = list(self.reasoner.answer(graph, questions, progress=progress))
        shown = {i: self._shown(found.evidence) for i, found in enumerate(done) if found.evidence}
        prompts = [self._prompt(questions[i], paths) for i, paths in shown.items()]
        completions = self.model.complete(prompts, max_tokens=self.max_tokens, progress=progress)
        for (i, paths), written in zip(shown.items(), completions, strict=True):
            said = written[0] if written else Completion("")
            done[i] = _checked(graph, self._read(done[i], paths, said))
        return timed(done, perf_counter() - started)

    def _shown(self, paths: Sequence[Path]) -> Sequence[Path]:
        lines = [self.textualizer.text(path) for path in paths]
        fit = Budget(self._count, self._path_tokens)
        return paths[: fit(len(lines), lambda n: "\n".join(lines[:n])) or 0]

    def _prompt(self, question: Question, paths: Sequence[Path]) -> str:
        lines = [self.textualizer.text(path) for path in paths]
        prompt = reasoning_prompt(question, lines, header=header_of(self.textualizer))
        return _INSTRUCTION + prompt if self.instruct else prompt

    def _read(self, draft: Prediction, paths: Sequence[Path], said: Completion) -> Prediction:
        ends = list(dict.fromkeys(path.entities[-1] for path in paths))
        found = said_answers(said.text, ends)
        kept = found.unsupported if self.unsupported == "keep" else ()
        answers = (*found.supported, *kept)[: self.max_answers]
        known = dict(zip(draft.answers, draft.scores, strict=True)) if draft.scores else {}
        supported = set(found.supported) & set(answers)
        return replace(
            draft,
            answers=answers,
            scores=tuple(known.get(item, 1.0) * (item in supported) for item in answers),
            evidence=tuple(path for item in answers for path in paths if path.entities[-1] == item),
            completion=said.text,
            tokens=draft.tokens + said.tokens,
        )


def _checked(graph: KnowledgeGraph, prediction: Prediction) -> Prediction:
    """The prediction, unless it shows a path that is not in the graph: then its error."""
    triples = (triple for path in prediction.evidence for triple in path.triples())
    if all(triple in graph for triple in triples):
        return prediction
    error = "a path was shown that is not in the graph; report the reasoner that found it"
    return Prediction(prediction.id, error=error)

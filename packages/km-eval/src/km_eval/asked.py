"""The questions that were asked, and which row of a predictions file answers which."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from km_data.records import Prediction, Question
from km_eval.cases import Case
from km_graph.errors import DataError


@dataclass(slots=True)
class Asked:
    """Questions by id and, for rows of systems that have no ids, by text.

    Attributes:
        by_id: Id to question, in the order asked.
        seen: Ids of the questions that have a prediction; whoever scores adds to it.
    """

    by_id: dict[str, Question]
    seen: set[str] = field(default_factory=set)
    _by_text: dict[str, Question] = field(default_factory=dict)

    @classmethod
    def of(cls, questions: Iterable[Question]) -> "Asked":
        """These questions.

        Raises:
            DataError: If two of them have one id.
        """
        by_id: dict[str, Question] = {}
        for question in questions:
            if question.id in by_id:
                raise DataError("questions", f"two questions have the id {question.id!r}")
            by_id[question.id] = question
        return cls(by_id)

    def find(self, case: Case) -> Question | None:
        """The question of a case, by its id, else by its text."""
        found = self.by_id.get(case.question.id)
        if found is not None or not case.question.text:
            return found
        if not self._by_text:
            self._by_text = {question.text: question for question in self.by_id.values()}
        return self._by_text.get(case.question.text)

    def left(self) -> Iterator[Question]:
        """The questions that have no prediction, in the order asked."""
        return (question for key, question in self.by_id.items() if key not in self.seen)

    def predictions(self, cases: Iterable[Case]) -> Iterator[Prediction]:
        """The predictions of a file of anyone, with the ids of these questions.

        One for no question keeps its id, so that it is noticed.
        """
        for case in cases:
            question = self.find(case)
            if question is None or question.id == case.prediction.id:
                yield case.prediction
            else:
                yield replace(case.prediction, id=question.id)

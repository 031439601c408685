"""A predictions file of anyone as cases."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from km_data.records import Prediction, Question
from km_eval.cases import Case, Raw, raw_of
from km_eval.extraction import Extraction, UnreadableCompletionError, extract_answers
from km_eval.predictions.formats import ForeignRow, UnknownFormatError, foreign_row, is_ours
from km_eval.predictions.own import own_prediction
from km_eval.predictions.problems import Problems
from km_eval.predictions.rows import Row, UnreadableRowError, read_rows

Extract = Extraction | Literal["given"]
"""How answers are taken; ``given`` leaves them as the file has them, a text as its lines."""

NO_ID = "no id"
_TEXT = {str}


@dataclass(slots=True)
class PredictionsFile:
    """The cases of a predictions file, read one at a time; iterate over it once or again.

    The question of a case is what its row says of it. A row that cannot be used is a case with
    an error in its prediction, and is counted and listed in ``problems``.

    Attributes:
        path: The file, packed or not, JSON lines or one JSON list.
        extract: How answers are taken out of what was written.
        problems: What was wrong, filled while it is read.
        formats: How many rows have which format, filled while it is read.
        n_with_gold: How many rows bring gold answers, filled while it is read.
    """

    path: Path
    extract: Extract = "given"
    problems: Problems = field(default_factory=Problems)
    formats: Counter[str] = field(default_factory=Counter)
    n_with_gold: int = 0

    def __iter__(self) -> Iterator[Case]:
        """The cases, in the order of the file."""
        self.problems, self.formats, self.n_with_gold = Problems(), Counter(), 0
        for number, row in read_rows(self.path):
            where = f"line {number}"
            if isinstance(row, UnreadableRowError):
                yield self._failed(where, "unreadable", str(row))
            elif is_ours(row):
                yield self._ours(row, where)
            else:
                yield self._foreign(row, where)

    def _failed(self, where: str, kind: str, why: str, question: Question | None = None) -> Case:
        named = question or Question(where, "")
        place = where if named.id == where else f"{where}, {named.id}"
        self.problems.add(kind, f"{place}: {why}")
        failed = Prediction(named.id, error=f"{where}: {why}")
        return Case(named, failed, "", has_gold=bool(named.answers))

    def _ours(self, row: Row, where: str) -> Case:
        self.formats["km"] += 1
        prediction = own_prediction(row, where, self.problems)
        question = Question(prediction.id, "")
        if prediction.error is not None:
            return Case(question, prediction, "", has_gold=False)
        if self.extract == "given":
            return Case(question, prediction, raw_of(prediction), has_gold=False)
        case = self._extracted(question, raw_of(prediction), where, prediction)
        return case._replace(has_gold=False)

    def _foreign(self, row: Row, where: str) -> Case:
        text = row.get("question")
        named = (self._id(row, where), text if isinstance(text, str) else "")
        try:
            found = foreign_row(row)
        except UnknownFormatError as error:
            return self._failed(where, "unknown format", str(error), Question(*named))
        self.formats[found.format] += 1
        question = Question(*named, answers=self._gold(found.gold, where))
        if not _is_texts(found.prediction):
            why = f"expected text or a list of texts as the prediction, found {_kind(found)}"
            return self._failed(where, "bad prediction", why, question)
        raw: Raw = found.prediction
        if self.extract == "given":
            said = raw if isinstance(raw, str) else ""
            prediction = Prediction(question.id, _answers(raw), completion=said)
            return self._case(question, prediction, raw, found)
        case = self._extracted(question, raw, where, Prediction(question.id))
        return self._case(question, case.prediction, case.raw, found)

    def _id(self, row: Row, where: str) -> str:
        named = row.get("id")
        if type(named) is str and named:
            return named
        if isinstance(named, int) and not isinstance(named, bool):
            return str(named)
        self.problems.add(NO_ID, where)
        text = row.get("question")
        return text if isinstance(text, str) and text else where

    def _gold(self, gold: Any, where: str) -> tuple[str, ...]:
        if gold is None:
            return ()
        if not _is_texts(gold):
            self.problems.add("bad gold answers", f"{where}: expected texts")
            return ()
        self.n_with_gold += 1
        if not gold:
            self.problems.add("no gold answers", where)
        return (gold,) if isinstance(gold, str) else tuple(gold)

    def _extracted(self, question: Question, raw: Raw, where: str, said: Prediction) -> Case:
        text = raw if isinstance(raw, str) else "\n".join(raw)
        assert self.extract != "given"
        try:
            answers = extract_answers(text, self.extract)
        except UnreadableCompletionError as error:
            return self._failed(where, "nothing to extract", str(error), question)
        prediction = Prediction(
            said.id,
            answers,
            (),
            said.evidence,
            said.relation_paths,
            text,
            said.tokens,
            said.seconds,
        )
        return Case(question, prediction, answers)

    def _case(self, question: Question, said: Prediction, raw: Raw, found: ForeignRow) -> Case:
        if found.gold_paths is None and found.answer_in_graph is None and found.triples is None:
            return Case(question, said, raw, has_gold=_is_texts(found.gold))
        paths = tuple(found.gold_paths) if _is_texts(found.gold_paths) else ()
        in_graph = None if found.answer_in_graph is None else bool(found.answer_in_graph)
        shown = _entities(found.triples)
        return Case(question, said, raw, paths, in_graph, shown, has_gold=_is_texts(found.gold))


def _answers(raw: Raw) -> tuple[str, ...]:
    if isinstance(raw, str):
        return tuple(filter(None, map(str.strip, raw.split("\n"))))
    return tuple(raw)


def _is_texts(value: Any) -> bool:
    if isinstance(value, str):
        return True
    return isinstance(value, list) and set(map(type, value)) <= _TEXT


def _kind(found: ForeignRow) -> str:
    value = found.prediction
    if isinstance(value, list):
        return "a list with " + next(type(v).__name__ for v in value if not isinstance(v, str))
    return "null" if value is None else type(value).__name__


def _entities(triples: Any) -> tuple[str, ...]:
    if not isinstance(triples, list):
        return ()
    whole = [t for t in triples if isinstance(t, Sequence) and len(t) >= 3]
    return tuple(dict.fromkeys(str(triple[i]) for triple in whole for i in (0, 2)))

"""MetaQA (Zhang et al., "Variational Reasoning for Question Answering", AAAI 2018).

A folder holds ``1-hop``, ``2-hop`` and ``3-hop``; each holds ``qa_train.txt``, ``qa_dev.txt`` or
``qa_test.txt`` (a line is a question with its topic in brackets, a tab, answers between ``|``)
and ``qa_dev_qtype.txt`` beside it, which tells the relation path. Files may be in ``vanilla/``.
The paraphrases are in ``ntm/`` under the same names, or begin with ``ntm_``; they have the same
question types, line by line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from km_data.records import Question
from km_data.sources.gold import answers_of
from km_data.sources.lines import find_file, read_lines
from km_data.sources.metaqa_types import relation_path_of
from km_data.sources.phrasing import template_of
from km_data.sources.problems import OnProblem, Record, fail, questions_of
from km_graph.errors import ConfigError, DataError
from km_graph.relation_path import RelationPath

HOPS = (1, 2, 3)
SPLITS = ("train", "dev", "test")
PHRASINGS = ("vanilla", "ntm")

Lines = Iterator[tuple[int, str]]
"""Lines with their numbers."""

_BRACKETED = re.compile(r"\[([^\[\]]+)\]")


def _choose(name: str, value: object, known: tuple[object, ...]) -> None:
    if value not in known:
        expected = ", ".join(str(one) for one in known if one not in ("", None))
        raise ConfigError("reader 'metaqa'", [f"option {name}: expected {expected}, not {value!r}"])


@dataclass(frozen=True, slots=True)
class MetaQAQuestions:
    """The question source ``metaqa``.

    Attributes:
        phrasing: vanilla, or ntm for the paraphrases made by machine translation and back.
        split: Only this part: train, dev or test; empty for all there are.
        hops: Only questions of so many hops: 1, 2 or 3.
    """

    phrasing: str = "vanilla"
    split: str = ""
    hops: int | None = None

    def __post_init__(self) -> None:
        _choose("phrasing", self.phrasing, PHRASINGS)
        _choose("split", self.split, ("", *SPLITS))
        _choose("hops", self.hops, (None, *HOPS))

    def read(self, path: Path, on_problem: OnProblem = fail) -> Iterator[Question]:
        """The questions of a folder, by hops, then train, dev, test; see ``QuestionSource``."""
        found = [
            Part(file, path / f"{hops}-hop", hops, split, self.phrasing)
            for hops in HOPS
            for split in SPLITS
            if self.hops in (None, hops) and self.split in ("", split)
            if (file := _find(path / f"{hops}-hop", f"qa_{split}.txt", self.phrasing)) is not None
        ]
        if not found:
            raise DataError(
                path,
                f"no {self.phrasing} MetaQA questions here",
                hint="expected a folder with 1-hop/qa_dev.txt or the like, plain or packed",
            )
        for part in found:
            yield from questions_of(_records(part, on_problem), part.question, on_problem)


METAQA = MetaQAQuestions()


def _find(folder: Path, name: str, phrasing: str) -> Path | None:
    plain = folder if phrasing == "vanilla" else folder / phrasing
    prefixed = name if phrasing == "vanilla" else f"{phrasing}_{name}"
    places = ((plain, name), (folder / phrasing, name), (folder, prefixed))
    return next(filter(None, (find_file(place, called) for place, called in places)), None)


def _records(part: "Part", on_problem: OnProblem) -> Iterator[Record]:
    """The lines of a part, each with the line of question types that belongs to it, or None."""
    qtypes = find_file(part.folder, f"qa_{part.split}_qtype.txt")
    asked = read_lines(part.file, on_problem)
    if qtypes is None:
        for number, line in asked:
            yield Record(part.file, number, number, (line, None))
        return
    typed = read_lines(qtypes, on_problem)
    for number, line, qtype in _paired(part.file, asked, qtypes, typed):
        try:
            value = line, (qtype.strip(), part.relation_path(qtype.strip()))
        except ValueError as error:
            on_problem(DataError(qtypes, str(error), line=number))
        else:
            yield Record(part.file, number, number, value)


def _paired(file: Path, asked: Lines, qtypes: Path, typed: Lines) -> Iterator[tuple[int, str, str]]:
    """Lines of one number; one whose counterpart was a problem is left out with it."""
    left, right = next(asked, None), next(typed, None)
    while left and right:
        if left[0] == right[0]:
            yield *left, right[1]
        step = left[0] - right[0]
        left = next(asked, None) if step <= 0 else left
        right = next(typed, None) if step >= 0 else right
    for rest, path, shorter in ((left, file, qtypes), (right, qtypes, file)):
        if rest is not None:
            message = f"expected one line for each line of {shorter.name}, found more"
            raise DataError(path, message, line=rest[0])


class Part(NamedTuple):
    """One file of questions.

    Attributes:
        file: The file.
        folder: The folder of all of its hops.
        hops: How many those are.
        split: Which part of the questions it is.
        phrasing: How they are worded.
    """

    file: Path
    folder: Path
    hops: int
    split: str
    phrasing: str

    def question(self, record: Record) -> Question:
        """The question of a line and of its question type."""
        line, typed = record.value
        asked, _, listed = line.partition("\t")
        bracketed = list(_BRACKETED.finditer(asked))
        if len(bracketed) != 1:
            raise ValueError(
                f"expected one topic in brackets, found {len(bracketed)}: {asked!r:.80}"
            )
        topic = bracketed[0]
        text = asked[: topic.start()] + topic[1] + asked[topic.end() :].rstrip()
        mention = topic.start(), topic.start() + len(topic[1])
        kind = "" if self.phrasing == "vanilla" else f"-{self.phrasing}"
        return Question(
            id=f"{self.hops}-hop-{self.split}{kind}-{record.line}",
            text=text,
            topics=(topic[1],),
            answers=_answers(listed),
            mentions=(mention,),
            relation_paths=(typed[1],) if typed else (),
            hops=self.hops,
            template=template_of(typed[0] if typed else f"{self.hops}-hop", text, [mention]),
        )

    def relation_path(self, qtype: str) -> RelationPath:
        """The relation path of a question type, as long as it is to be."""
        path = relation_path_of(qtype)
        if len(path) != self.hops:
            raise ValueError(f"expected a question type of {self.hops} hops, found {qtype!r}")
        return path


def _answers(listed: str) -> tuple[str, ...]:
    answers = list(filter(None, listed.strip().split("|")))
    if not answers:
        raise ValueError("expected a tab and answers after the question")
    return answers_of(answers)

"""RoG-WebQSP and RoG-CWQ (Luo et al., "Reasoning on Graphs", ICLR 2024), and rows like theirs.

A row has a question, the names of its topics (``q_entity``) and answers, and ``graph``, a list of
``[head, relation, tail]`` around the topics, which becomes the question's own graph. Nodes without
a name (``m.0h3d7qj``, Freebase's way to state a fact of several parties) keep their id as label.
An answer that is stated twice is kept once. ``a_entity`` holds what the graph calls the answers;
where it has as many and another name, that is an alias.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from km_data.records import Question, fields
from km_data.sources.gold import answers_of, id_of
from km_data.sources.problems import OnProblem, Record, fail, questions_of
from km_data.sources.rows import read_rows


@dataclass(frozen=True, slots=True)
class RogQuestions:
    """The question source ``rog``; its options name the columns of rows that differ.

    Attributes:
        id: The column of ids; likewise ``question``.
        question: The column of what is asked.
        answers: The column of gold answers, ``a_entity`` for what the graph calls them.
        topics: The column of topics.
        entities: The column of what the graph calls the answers; empty for none.
        graph: The column of the triples; empty for none, which is much quicker to read.
        split: In a folder or dataset, only this part: train, validation or test.
    """

    id: str = "id"
    question: str = "question"
    answers: str = "answer"
    topics: str = "q_entity"
    entities: str = "a_entity"
    graph: str = "graph"
    split: str = ""

    def read(self, path: Path, on_problem: OnProblem = fail) -> Iterator[Question]:
        """The questions of a Parquet or JSON-lines file, of a folder of such, or of a dataset."""
        named = (self.id, self.question, self.answers, self.topics, self.entities, self.graph)
        columns = [column for column in named if column]
        rows = read_rows(path, on_problem, columns=columns, split=self.split)
        return questions_of(rows, self._question, on_problem)

    def _question(self, record: Record) -> Question:
        row: dict[str, Any] = record.value
        fields.stated(row, self.answers)
        stated = fields.texts(row, self.answers)
        if self.graph:
            fields.stated(row, self.graph)
        return Question(
            id=id_of(row, self.id),
            text=fields.text(row, self.question),
            topics=self._topics(row),
            answers=answers_of(stated),
            aliases=self._aliases(row, stated),
            triples=fields.triples(row, self.graph) if self.graph else (),
        )

    def _topics(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        fields.stated(row, self.topics)
        return tuple(dict.fromkeys(fields.texts(row, self.topics)))

    def _aliases(
        self, row: Mapping[str, Any], answers: tuple[str, ...]
    ) -> dict[str, tuple[str, ...]]:
        entities = fields.texts(row, self.entities) if self.entities else ()
        if len(entities) != len(answers):
            return {}
        pairs = zip(answers, entities, strict=True)
        return {answer: (entity,) for answer, entity in pairs if answer != entity}


ROG = RogQuestions()

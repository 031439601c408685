"""The questions of gfm-rag (Luo et al., "GFM-RAG", NeurIPS 2025): ``train.json``, ``test.json``.

They lie beside the three CSV files that the graph reader ``gfm-rag`` reads. ``start_nodes`` are
the topics, by type of node; the gold answer is text, and need not be an entity.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from km_data.records import Question, fields
from km_data.sources.gold import answers_of, id_of
from km_data.sources.lines import find_file
from km_data.sources.problems import OnProblem, Record, fail, questions_of
from km_data.sources.rows import read_rows
from km_graph.errors import DataError

_SPLITS = ("train", "test")
_FOLDERS = ("", "processed/stage1")


@dataclass(frozen=True, slots=True)
class GfmRagQuestions:
    """The question source ``gfm-rag``.

    Attributes:
        split: In a folder, only this part: train or test.
    """

    split: str = ""

    def read(self, path: Path, on_problem: OnProblem = fail) -> Iterator[Question]:
        """The questions of a file, or of the two of a folder; see ``QuestionSource``."""
        rows = chain.from_iterable(read_rows(file, on_problem) for file in _files(path, self.split))
        return questions_of(rows, _question, on_problem)


GFM_RAG = GfmRagQuestions()


def _files(path: Path, split: str) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    names = [f"{split}.json" for split in ([split] if split else _SPLITS)]
    places = [(path / folder, name) for folder in _FOLDERS for name in names]
    found = [file for folder, name in places if (file := find_file(folder, name)) is not None]
    if not found:
        raise DataError(path, f"no gfm-rag questions here, expected {' or '.join(names)}")
    yield from found


def _question(record: Record) -> Question:
    row: dict[str, Any] = record.value
    answer = fields.stated(row, "answer")
    return Question(
        id=id_of(row, "id"),
        text=fields.text(row, "question"),
        topics=_topics(row),
        answers=answers_of([answer] if isinstance(answer, str) else fields.texts(row, "answer")),
    )


def _topics(row: Mapping[str, Any]) -> tuple[str, ...]:
    nodes = fields.stated(row, "start_nodes")
    if not isinstance(nodes, dict):
        raise TypeError(f"expected names by type of node as 'start_nodes', found {nodes!r:.80}")
    return tuple(dict.fromkeys(name for kind in nodes for name in fields.texts(nodes, kind)))

"""MetaQA (Zhang et al., "Variational Reasoning for Question Answering", AAAI 2018).

A folder holds ``1-hop``, ``2-hop`` and ``3-hop``; each holds ``qa_train.txt``, ``qa_dev.txt`` or
``qa_test.txt`` (a line is a question with its topic in brackets, a tab, answers between ``|``)
and ``qa_dev_qtype.txt`` beside it, which tells the relation path. Files may be in ``vanilla/``
and may end in ``.gz``.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, zip_longest
from pathlib import Path

from km_data.prompts import masked
from km_data.records import Question
from km_data.sources.lines import read_lines
from km_graph.errors import DataError
from km_graph.relation_path import Hop, RelationPath

HOPS = (1, 2, 3)
SPLITS = ("train", "dev", "test")

# What a film has; "actor_to_movie" is the same relation from the other end.
_RELATIONS = {
    "actor": "starred_actors",
    "director": "directed_by",
    "genre": "has_genre",
    "imdbrating": "has_imdb_rating",
    "imdbvotes": "has_imdb_votes",
    "language": "in_language",
    "tag": "has_tags",
    "tags": "has_tags",
    "writer": "written_by",
    "year": "release_year",
}
_BRACKETED = re.compile(r"\[([^\[\]]+)\]")


class MetaQAQuestions:
    """The question source ``metaqa``."""

    def read(self, path: Path) -> Iterator[Question]:
        """The questions of a folder, by hops, then train, dev, test; see ``QuestionSource``."""
        found = [
            (hops, split, file)
            for hops in HOPS
            for split in SPLITS
            if (file := _find(path / f"{hops}-hop", f"qa_{split}.txt")) is not None
        ]
        if not found:
            raise DataError(
                path,
                "no MetaQA questions here",
                hint="expected a folder with 1-hop/qa_dev.txt or the like, .txt or .txt.gz",
            )
        for hops, split, file in found:
            yield from _read_split(file, path / f"{hops}-hop", hops, split)


METAQA = MetaQAQuestions()


def relation_path_of(qtype: str) -> RelationPath:
    """The relation path of a MetaQA question type.

    Example:
        >>> str(relation_path_of("movie_to_director_to_movie"))
        'directed_by/^directed_by'

    Raises:
        ValueError: If it is no chain from films or to films.
    """
    stations = qtype.split("_to_")
    return RelationPath(_hop(*pair, qtype) for pair in pairwise(stations))


def _hop(start: str, end: str, qtype: str) -> Hop:
    if start == "movie" and end in _RELATIONS:
        return Hop(_RELATIONS[end])
    if end == "movie" and start in _RELATIONS:
        return Hop(_RELATIONS[start], inverse=True)
    raise ValueError(f"unknown question type {qtype!r}, expected one like 'movie_to_director'")


def _find(folder: Path, name: str) -> Path | None:
    places = (place / (name + end) for place in (folder, folder / "vanilla") for end in ("", ".gz"))
    return next(filter(Path.is_file, places), None)


def _read_split(file: Path, folder: Path, hops: int, split: str) -> Iterator[Question]:
    qtypes_file = _find(folder, f"qa_{split}_qtype.txt")
    if qtypes_file is None:
        for line, text in read_lines(file):
            yield _question(file, line, text, hops, split, None)
        return
    for asked, typed in zip_longest(read_lines(file), read_lines(qtypes_file)):
        if asked is None:
            raise _too_long(qtypes_file, typed[0], file)
        if typed is None:
            raise _too_long(file, asked[0], qtypes_file)
        qtype = _qtype(qtypes_file, typed[0], typed[1], hops)
        yield _question(file, asked[0], asked[1], hops, split, qtype)


def _too_long(file: Path, line: int, shorter: Path) -> DataError:
    message = f"expected one line for each line of {shorter.name}, found more"
    return DataError(file, message, line=line)


def _qtype(file: Path, line: int, text: str, hops: int) -> tuple[str, RelationPath]:
    try:
        path = relation_path_of(text.strip())
    except ValueError as error:
        raise DataError(file, str(error), line=line) from error
    if len(path) != hops:
        raise DataError(file, f"expected a question type of {hops} hops, found {text!r}", line=line)
    return text.strip(), path


def _question(
    file: Path, line: int, text: str, hops: int, split: str, qtype: tuple[str, RelationPath] | None
) -> Question:
    asked, _, listed = text.partition("\t")
    answers = tuple(dict.fromkeys(filter(None, listed.strip().split("|"))))
    if not answers:
        raise DataError(file, "expected a tab and answers after the question", line=line)
    bracketed = list(_BRACKETED.finditer(asked))
    if len(bracketed) != 1:
        message = f"expected one topic in brackets, found {len(bracketed)}: {asked!r:.80}"
        raise DataError(file, message, line=line)
    topic = bracketed[0]
    question = Question(
        id=f"{hops}-hop-{split}-{line}",
        text=asked[: topic.start()] + topic[1] + asked[topic.end() :].rstrip(),
        topics=(topic[1],),
        answers=answers,
        mentions=((topic.start(), topic.start() + len(topic[1])),),
        relation_paths=(qtype[1],) if qtype else (),
        hops=hops,
    )
    return _with_template(question, qtype[0] if qtype else f"{hops}-hop")


def _with_template(question: Question, kind: str) -> Question:
    """The question with an id of its phrasing: its type and what it reads without the topic."""
    phrasing = hashlib.sha256(masked(question).encode()).hexdigest()[:8]
    return replace(question, template=f"{kind}#{phrasing}")

"""The rows of published systems: which is whose, and where in it is what."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

Format = Literal["km", "rog", "detailed", "gcr", "subgraphrag", "tog", "g-retriever"]
"""Whose row it is; ``detailed`` is what RoG's and GNN-RAG's scorers write, scores and all."""

_GOLD = ("ground_truth", "gt_answer", "answer", "answers", "gold", "a_entity")
_GOLD_PATHS = ("ground_truth_paths", "gt_paths")
_SHOWN_TRIPLES = ("scored_triplets", "scored_triples", "good_triplets_rog")
_DETAILED = frozenset(("acc", "hit", "f1"))
_PLAIN = frozenset(("id", "question", "prediction", "ground_truth", "input"))


class UnknownFormatError(ValueError):
    """A row has none of the keys that known formats have; the message says which."""


class ForeignRow(NamedTuple):
    """Where the parts of a row are; values as they stand, unchecked.

    Attributes:
        format: Whose row it is.
        prediction: What was answered.
        gold: Gold answers, or None where the row has none.
        gold_paths: Gold relation paths, or None.
        answer_in_graph: What the row says of it, or None.
        triples: The triples that the model was shown, or None.
    """

    format: Format
    prediction: Any
    gold: Any
    gold_paths: Any = None
    answer_in_graph: Any = None
    triples: Any = None


def is_ours(row: Mapping[str, Any]) -> bool:
    """Whether this is a row of our own predictions."""
    return "answers" in row and "id" in row and "prediction" not in row and "results" not in row


def foreign_row(row: Mapping[str, Any]) -> ForeignRow:
    """The parts of a row of another system.

    Raises:
        UnknownFormatError: If there is no prediction in it.
    """
    if "prediction" in row:
        return _of_prediction(row)
    if "results" in row:
        return ForeignRow("tog", row["results"], _first(row, _GOLD))
    if "pred" in row and "label" in row:
        label = row["label"]
        gold = label.split("|") if isinstance(label, str) else label
        return ForeignRow("g-retriever", row["pred"], gold)
    raise UnknownFormatError("no key 'answers', 'prediction', 'results' or 'pred' and 'label'")


def _of_prediction(row: Mapping[str, Any]) -> ForeignRow:
    if row.keys() <= _PLAIN:  # most files; the rest of this function would find the same
        return ForeignRow("rog", row["prediction"], row.get("ground_truth"))
    prediction, paths = row["prediction"], _first(row, _GOLD_PATHS)
    triples, in_graph = _first(row, _SHOWN_TRIPLES), row.get("a_entity_in_graph")
    kind: Format = "rog"
    if row.keys() >= _DETAILED:
        kind = "detailed"
        # What was scored was split already; joined, it is the text that the script had read.
        if isinstance(prediction, list) and prediction and all(map(_is_text, prediction)):
            prediction = "\n".join(prediction)
    elif paths is not None:
        kind = "gcr"
    elif triples is not None or in_graph is not None:
        kind = "subgraphrag"
    return ForeignRow(kind, prediction, _first(row, _GOLD), paths, in_graph, triples)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _first(row: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    return next((row[key] for key in keys if row.get(key) is not None), None)

"""Scoring predictions: all strict numbers, beside RoG's three by its own rule."""

import re
import string

from measuring import Row, cpu, row

from km_data.records import Prediction, Question
from km_data.world.questions import WORLD
from km_eval import score


def rows() -> list[Row]:
    """One row for each thing measured."""
    questions = list(WORLD.read(None))
    predictions = [Prediction(item.id, answers=item.answers[:5]) for item in questions]
    ours = cpu(lambda: score(questions, predictions)) / len(questions)
    pairs = list(zip(questions, predictions, strict=True))
    peer = cpu(lambda: [rog(*pair) for pair in pairs]) / len(questions)
    return [row("km-eval", "score a prediction", "µs", ours * 1e6, "RoG's rule", peer * 1e6)]


def rog(question: Question, prediction: Prediction) -> tuple[float, float, float]:
    """Hit, accuracy and F1 as RoG's script computes them, each answer normalized at each use."""
    said = " ".join(prediction.answers)
    matched = sum(normalize(gold) in normalize(said) for gold in question.answers)
    hit = float(any(normalize(gold) in normalize(said) for gold in question.answers))
    precision = matched / max(1, len(prediction.answers))
    recall = matched / max(1, len(question.answers))
    total = precision + recall
    return hit, recall, 2 * precision * recall / total if total else 0.0


def normalize(text: str) -> str:
    """RoG's normalization."""
    kept = "".join(char for char in text.lower() if char not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", kept).split())

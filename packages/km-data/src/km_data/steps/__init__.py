"""The pipeline steps of km-data."""

from km_data.steps.build import BUILD
from km_data.steps.questions import QUESTIONS
from km_data.steps.split import SPLIT

__all__ = ["BUILD", "QUESTIONS", "SPLIT"]

"""The pipeline steps of km-data."""

from km_data.steps.audit import AUDIT
from km_data.steps.build import BUILD
from km_data.steps.questions import QUESTIONS
from km_data.steps.split import SPLIT
from km_data.steps.synth import SYNTH

__all__ = ["AUDIT", "BUILD", "QUESTIONS", "SPLIT", "SYNTH"]

"""Pipelines: steps from a YAML file, run in order, skipped where nothing changed."""

from km_graph.pipeline.report import RunReport, StepReport
from km_graph.pipeline.runner import preview_pipeline, run_pipeline

__all__ = ["RunReport", "StepReport", "preview_pipeline", "run_pipeline"]

"""The steps of km-eval, as entry points of the group ``km.steps``."""

from km_eval.baseline import options as baseline_options
from km_eval.baseline import step as baseline
from km_eval.graphqa import step as graphqa
from km_eval.graphqa.options import GraphQAOptions
from km_eval.report import step as report
from km_graph.step import Step

REPORT = Step(report.ReportOptions, report.run)
BASELINE = Step(baseline_options.BaselineOptions, baseline.run, resumable=True)
GRAPHQA = Step(GraphQAOptions, graphqa.run, resumable=True)

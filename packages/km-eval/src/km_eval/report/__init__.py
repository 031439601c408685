"""Scores of several systems as report.json and report.md."""

"""Reasoners: questions to answers with evidence."""

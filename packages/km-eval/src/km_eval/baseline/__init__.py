"""Baselines: models behind OpenAI-compatible servers, asked the same questions."""

"""GraphQA: a standard set of questions about graphs, and how answers to them are scored."""

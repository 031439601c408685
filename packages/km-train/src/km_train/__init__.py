"""Fine-tuning of language models on knowledge-graph examples.

The work is done by the step ``train.run`` (``km_train.steps``) and the recipes behind the entry
points of ``km.recipes``; importing this package imports neither torch nor transformers.
"""

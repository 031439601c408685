"""Training examples from a question file of any length, shard by shard.

Two passes over the file: the first collects a few questions of each wording, from which the
relation paths to teach are mined; the second builds the rows. What is held in memory grows with
the number of wordings and of different rows, not with that of questions.
"""

"""Relation paths of questions, found from topics and answers alone.

This is weak supervision: of all relation paths that lead from a topic towards the answers, the
one is taken that reaches the answers and little else. Many fit one question by chance; so
questions that read the same without their topics are looked at together, and the relation path
that explains their answers best is the one for all of them. Where several explain them equally
well, the shortest is taken; then the one that explains the fewest other questions: a capital lies
in its country, but "whose capital is it" does not ask where it lies.
"""

from km_data.mining.fits import Fit, mine
from km_data.mining.mined import Mined, with_mined_paths
from km_data.mining.wordings import Asked, Wordings, decide, wording_of

__all__ = ["Asked", "Fit", "Mined", "Wordings", "decide", "mine", "with_mined_paths", "wording_of"]

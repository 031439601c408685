"""Words that questions are made of."""

_QUESTION_WORDS = """
a about all also am an and any are as at be been but by can could did do does each for from had
has have he her hers him his how i if in into is it its list many me more most much my name no
not of on one or other our she show so some tell than that the their them there these they this
those to us was we were what when where which who whom whose why will with would you your
"""

STOP_WORDS = frozenset(_QUESTION_WORDS.split())
"""Words that questions are made of; an entity of such a name needs more than to occur."""

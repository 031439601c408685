from km_prolog_facts import READER

from km_graph.testing import ReaderContract


class TestPrologFacts(ReaderContract):
    reader = READER
    suffix = ".pl"
    good = b"% geography\ncapital_of('Paris', france).\ncapital_of('N''Djamena', chad).\n"
    triples = (("Paris", "capital_of", "france"), ("N'Djamena", "capital_of", "chad"))
    bad = b"capital_of('Paris', france).\ncapital_of(berlin).\n"
    bad_line = 2

"""Graph files: the contracts of reading and writing them, and the formats shipped here."""

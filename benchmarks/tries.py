"""Token tries of paths: built for a question, and stepped for ten beams at every token."""

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import numpy as np
from measuring import Row, cpu, goal, peer, row

from km_graph.paths import Groups
from km_graph.walkers.token_trie import ROOT, TokenTrie
from km_walk_native import NativeWalker

PACKAGE = "km-walk-native"
N_PATHS, N_BEAMS, N_TOKENS = 1000, 10, 128_000
BUILD = f"token trie of {N_PATHS:,} paths of about 28 tokens"
STEP = f"a step of {N_BEAMS} beams in it"


def rows() -> list[Row]:
    """One row for each thing measured."""
    paths = tokenized_paths()
    return [*building(paths), *stepping(paths)]


def tokenized_paths() -> list[list[int]]:
    """Paths as tokens: a topic, then two hops of a relation of 7 tokens and an entity of 5."""
    random = np.random.default_rng(6)
    topic = random.integers(0, N_TOKENS, 4).tolist()
    relations = random.integers(0, N_TOKENS, (30, 7)).tolist()
    entities = random.integers(0, N_TOKENS, (400, 5)).tolist()

    def hop() -> list[int]:
        return relations[random.integers(30)] + entities[random.integers(400)]

    return [topic + hop() + hop() for _ in range(N_PATHS)]


class MarisaTrie:
    """A trie as GCR makes it: tokens as characters, whose tables are made for each question."""

    def __init__(self, paths: list[list[int]]) -> None:
        self.chars = [chr(i) for i in range(55_000)]
        self.chars += [chr(i) for i in range(65_000, N_TOKENS + 10_000)]
        self.tokens = {char: i for i, char in enumerate(self.chars)}
        texts = ("".join(map(self.chars.__getitem__, path)) for path in paths)
        self.trie = peer("marisa_trie").Trie(texts)

    def allowed(self, prefix: list[int]) -> list[int]:
        """What may come next: looked for among all that the prefix can become."""
        text = "".join(map(self.chars.__getitem__, prefix))
        following = {key[len(text)] for key in self.trie.keys(text) if len(key) > len(text)}
        return [self.tokens[char] for char in following]


def building(paths: list[list[int]]) -> Iterator[Row]:
    """The trie of one question."""
    sequences = Groups.of(paths)
    walker = NativeWalker(threads=1)
    ours = 1e3 * cpu(lambda: [walker.token_trie(sequences) for _ in range(10)]) / 10
    yield goal(PACKAGE, BUILD, "ms", ours, 5)
    if peer("marisa_trie"):
        theirs = 1e3 * cpu(lambda: MarisaTrie(paths))
        yield row(PACKAGE, BUILD, "ms", ours, "GCR's way, marisa-trie", theirs)


def stepping(paths: list[list[int]]) -> Iterator[Row]:
    """Ten beams through the trie, each along a path of its own."""
    beams = np.array(paths[: N_PATHS : N_PATHS // N_BEAMS], np.int32)
    steps = list(beams.T.copy())
    trie = NativeWalker(threads=1).token_trie(Groups.of(paths))
    assert (states_of(trie, steps)[-1] > ROOT).all()
    ours = 1e6 * cpu(lambda: [states_of(trie, steps) for _ in range(20)]) / (20 * len(steps))
    yield goal(PACKAGE, STEP, "µs", ours, 30)
    if peer("marisa_trie"):
        other = MarisaTrie(paths)
        prefixes = [prefix for path in beams.tolist() for prefix in accumulate(map(_one, path))]
        seconds = cpu(lambda: [other.allowed(prefix) for prefix in prefixes])
        theirs = 1e6 * seconds / len(steps)
        yield row(PACKAGE, STEP, "µs", ours, "GCR's way, marisa-trie", theirs)


def _one(token: int) -> list[int]:
    return [token]


def states_of(trie: TokenTrie, steps: list[Any]) -> list[Any]:
    """The states of the beams after each step; what is allowed is asked for at each."""
    states = [np.full(N_BEAMS, ROOT, np.int32)]
    for tokens in steps:
        trie.allowed(states[-1])
        states.append(trie.advance(states[-1], tokens))
    return states

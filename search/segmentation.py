"""Where the words of a long run of Chinese lie, so that a query asks for words. Pure.

Two neighbouring characters that belong to different words (the 区加 of 小区加装) are seldom
neighbours in an answer. The dictionary is in the package and costs nothing to load.
"""

import rjieba

SHORTEST = 4
"""A run shorter than this is a word as a whole."""


def pairs_within_words(run: str) -> frozenset[int]:
    """The places of the pairs of neighbours that lie within one word: 0 for the first two.

    All of them where the run is short, or where fewer than two pairs would remain.
    """
    everything = frozenset(range(len(run) - 1))
    if len(run) < SHORTEST:
        return everything
    within: set[int] = set()
    start = 0
    for word in rjieba.cut(run):
        within.update(range(start, start + len(word) - 1))
        start += len(word)
    return frozenset(within) if len(within) >= 2 else everything

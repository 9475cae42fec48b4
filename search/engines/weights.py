"""What a match is worth by where it lies. The same figures in every engine.

A moment's score is the sum, over the terms of a clause, of the term's rarity times the best of its
own text and its neighbours', plus what its document is called, plus what it keeps speaking of. How
often a term comes within one moment says nothing: moments are short.
"""

TEXT = 1.0
CONTEXT = 0.3
TITLE = 1.0
GIST = 0.5
GIST_SATURATION = 3.0


def gist(level: int) -> float:
    """The worth of a term that comes so many times in the gist, as Lucene's BM25 has it."""
    return GIST * (GIST_SATURATION + 1) * level / (level + GIST_SATURATION)

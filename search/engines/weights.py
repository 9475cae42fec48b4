"""What a match is worth by where it lies. The same figures in every engine.

A moment's score is the sum, over the terms of a clause, of the term's rarity times the best of its
own text and its neighbours', plus the best of what its document is called and keeps speaking of.
How often a term comes within one moment says nothing: moments are short.
"""

TEXT = 1.0
CONTEXT = 0.3
TITLE = 1.0
GIST = 0.35
"""The document comes back to this term again and again."""

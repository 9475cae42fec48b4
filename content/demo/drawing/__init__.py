"""Drawn subjects of the trade: cranes, panels, sleeves, papers.

Pictures and slides use the same drawings. Nothing here needs a font or a file.
"""

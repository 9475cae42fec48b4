"""Behaviour, in sentences. `unit` mirrors the source; `contracts` run on every engine."""

"""One file an engine, all behind `base.SearchEngine` and held to one contract suite."""

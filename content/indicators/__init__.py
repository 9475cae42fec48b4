"""Published figures: actual, target, the year before, by unit."""

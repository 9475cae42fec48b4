"""The judged set of search quality: its texts, its questions, and the floors they hold."""

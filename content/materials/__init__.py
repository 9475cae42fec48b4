"""The words of documents: read once for each file, in a child process, for search to find."""

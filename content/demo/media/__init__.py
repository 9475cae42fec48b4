"""The demonstration's recordings, and the script that makes them from the texts."""

"""A long job's row (stage, progress, checkpoint, lease, fence) and the loop that claims it."""

"""What recordings tell the apps above them."""

from django.dispatch import Signal

# With `recording`: it can be played now, which it could not before. Inside the transaction that
# says so: a job enqueued or a page published for it is there if and only if it can be played.
recording_playable = Signal()

# With `recording` and `duration_agrees`: another file plays in its place. Inside the transaction
# that makes the change, so that nobody sees the new file with what belonged to the old. Where the
# durations do not agree, no time noted in the old file means anything in the new one.
recording_replaced = Signal()

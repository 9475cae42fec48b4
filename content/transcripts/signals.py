"""What transcripts tell the apps above them."""

from django.dispatch import Signal

# Inside the save's transaction, with `recording_id` (primary key): its words are new or other ones.
transcript_changed = Signal()

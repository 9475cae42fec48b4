"""What recordings tell the apps above them."""

from django.dispatch import Signal

# After commit, with `recording`: its playable file is there, or there anew.
recording_playable = Signal()

"""Enrolments, play sessions, watched intervals, progress and completion."""

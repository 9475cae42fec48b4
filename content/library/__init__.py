"""Pictures and documents: Wagtail's custom models, guarded like every other byte."""

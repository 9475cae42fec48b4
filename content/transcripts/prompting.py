"""Which words of the trade a recording is decoded with: those it is likely to use come first.

The prompt is short, the glossary is not. What is known of a recording (its title, speaker, topics
and unit, and what the apps above know of its courses and slides) decides the order.
"""

from collections.abc import Callable, Iterable, Sequence

from content.recordings.models import Recording
from content.taxonomy.models import GlossaryTerm
from content.transcripts.line_breaking import is_wide
from content.transcripts.transcription import make_prompt

Context = Callable[[Recording], Iterable[str]]

_contexts: dict[str, Context] = {}


def register_context(name: str, words: Context) -> None:
    """Let an app above say what a recording is about. A second of a name replaces the first."""
    _contexts[name] = words


def prompt_for(recording: Recording, language: str) -> str:
    """The prompt of every chunk of this recording."""
    terms = [term.forms() for term in GlossaryTerm.objects.all()]
    return make_prompt(language, recording.title, likely_terms(terms, _about(recording), language))


def _about(recording: Recording) -> str:
    known = [recording.title, *(topic.name for topic in recording.topics.all())]
    known += [str(thing) for thing in (recording.speaker, recording.unit) if thing]
    for words in _contexts.values():
        known += words(recording)
    return "\n".join(known)


def likely_terms(terms: Iterable[Sequence[str]], about: str, language: str) -> list[str]:
    """One form of each term, in the language's own script, those that `about` names first.

    Each term comes with its forms, the proper one first. A word in the other script would make the
    model write that.
    """
    text = about.casefold()
    named: list[str] = []
    others: list[str] = []
    for forms in terms:
        fitting = [form for form in forms if any(map(is_wide, form)) == (language == "zh")]
        if fitting:
            is_named = any(form.casefold() in text for form in forms)
            (named if is_named else others).append(fitting[0])
    return named + others

"""Which words of the trade a recording is decoded with: those it is likely to use come first.

The prompt is short, the glossary is not. What a term is attached to decides the order
(`term_order`); among terms of the same standing, what is known of the recording: its title,
speaker, topics and unit, and what the apps above know of its courses.
"""

from collections.abc import Callable, Iterable, Sequence

from content.recordings.models import Recording
from content.taxonomy.models import GlossaryTerm
from content.transcripts.line_breaking import is_wide
from content.transcripts.term_order import OrderedTerms, ordered_terms
from content.transcripts.transcription import make_prompt

Context = Callable[[Recording], Iterable[str]]

_contexts: dict[str, Context] = {}


def register_context(name: str, words: Context) -> None:
    """Let an app above say what a recording is about. A second of a name replaces the first."""
    _contexts[name] = words


def prompt_for(recording: Recording, language: str) -> str:
    """The prompt of every chunk of this recording: as many words as a window takes."""
    words = _likely_words(ordered_terms(recording), _about(recording), language)
    return make_prompt(language, recording.title, words)


def _likely_words(terms: OrderedTerms, about: str, language: str) -> list[str]:
    """Of a term of other units and courses only what the recording itself names."""
    text = about.casefold()
    named_elsewhere = [term for term in terms.elsewhere if _is_named(term.forms(), text)]
    general = [*terms.general, *named_elsewhere]
    return [
        word
        for group in (terms.of_holders, terms.of_units, general)
        for word in likely_terms(_forms(group), about, language)
    ]


def _forms(terms: Iterable[GlossaryTerm]) -> list[tuple[str, ...]]:
    return [term.forms() for term in terms]


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
            (named if _is_named(forms, text) else others).append(fitting[0])
    return named + others


def _is_named(forms: Sequence[str], folded_text: str) -> bool:
    return any(form.casefold() in folded_text for form in forms)

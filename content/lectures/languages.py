"""One language under its three names: zh-hans in addresses, zh when spoken, zh-Hans in HTML."""

_TAGS = {"zh": "zh-Hans", "en": "en"}
_INTERFACE = {"zh": "zh-hans"}
_OWN_NAMES = {"zh": "中文", "en": "English"}


def spoken(language: str) -> str:
    """ "zh" of "zh-hans", "zh-Hans" or "zh"; "en" of "en-gb"."""
    return language.lower().partition("-")[0]


def interface(language: str) -> str:
    """ "zh-hans" of "zh": the language of pages, and of documents in search."""
    return _INTERFACE.get(spoken(language), spoken(language))


def html_tag(language: str) -> str:
    return _TAGS.get(spoken(language), language)


def own_name(language: str) -> str:
    """What the language calls itself: that is how a switch names it."""
    return _OWN_NAMES.get(spoken(language), language)

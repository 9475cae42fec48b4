"""Whatever is typed is answered by every engine, and what is marked was asked for."""

from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.base import SearchEngine
from search.query import SearchQuery
from search.query_analysis import analyse
from search.text import tokens
from tests.contracts.search_documents import ask, spoken, store

VERSIONS = count(1)
ANYTHING = st.text(max_size=24)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(ANYTHING, ANYTHING)
def test_any_query_is_answered_and_marks_what_it_asked_for(
    engine: SearchEngine, words: str, more: str
) -> None:
    store(engine, spoken("any", f"装配式建筑 {more} prefabricated", version=next(VERSIONS)))
    for asked in (words, more, f"{words} 装配式 {more}"):
        wanted = analyse(SearchQuery(asked)).tokens
        beginnings = {token[0] for token in wanted}
        for group in ask(engine, asked).groups:
            for moment in group.moments:
                for start, end in moment.highlights:
                    assert 0 <= start < end <= len(moment.text)
                    marked = {token.text for token in tokens(moment.text[start:end])}
                    # At the border of two moments only the beginning of a word is there.
                    assert marked & (wanted | beginnings), (asked, moment.text[start:end])

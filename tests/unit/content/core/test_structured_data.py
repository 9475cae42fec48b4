"""Structured data cannot be broken out of, whatever an editor writes."""

import json

from hypothesis import given
from hypothesis import strategies as st

from content.core.templatetags.structured_data import linked_data

_OPEN = '<script type="application/ld+json">'
_CLOSE = "</script>"


@given(st.text() | st.sampled_from(["</script><script>alert(1)</script>", "<!--", "]]>", "&lt;"]))
def test_no_text_ends_the_element_and_none_is_lost(text: str):
    written = linked_data({"headline": text})
    inside = written.removeprefix(_OPEN).removesuffix(_CLOSE)
    assert len(inside) == len(written) - len(_OPEN) - len(_CLOSE)
    assert "<" not in inside
    assert json.loads(inside) == {"headline": text}

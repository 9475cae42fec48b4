"""What search engines are told of a lecture, and what they are not."""

import json
from html.parser import HTMLParser

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from content.core.audience import Audience
from content.lectures.structured_data import as_script, iso_duration
from content.transcripts.models import TranscriptState
from tests.factories.courses import make_recording
from tests.factories.lectures import (
    make_files,
    make_lecture_index,
    make_lecture_page,
    make_transcript,
)
from tests.factories.people import make_user

DATA = "application/ld+json"


class Scripts(HTMLParser):
    """The contents of the data blocks, as a browser's parser sees where they end."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_open = tag == "script" and ("type", DATA) in attrs
        if self.is_open:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self.is_open = False

    def handle_data(self, data: str) -> None:
        if self.is_open:
            self.blocks[-1] += data


def blocks(text: str) -> list[dict]:
    parser = Scripts()
    parser.feed(text)
    return [json.loads(block) for block in parser.blocks]


@pytest.mark.django_db
def test_a_public_lecture_is_described_with_chapters_and_words(client: Client) -> None:
    recording = make_recording("套筒灌浆", language="zh", audience=Audience.public())
    make_files(recording)
    make_transcript(recording, ("灌浆套筒。", "饱满度靠记录。"))
    chapters = (("00:00", "开场"), ("05:00", "浆料"))
    page = make_lecture_page(make_lecture_index(), recording, summary="讲灌浆。", chapters=chapters)
    [data] = blocks(client.get(page.url).content.decode())
    assert data["@type"] == "VideoObject"
    assert data["name"] == "套筒灌浆"
    assert data["description"] == "讲灌浆。"
    assert data["duration"] == "PT0H10M0S"
    assert data["contentUrl"].endswith("/video.mp4")
    assert data["contentUrl"].startswith("http://")
    assert data["thumbnailUrl"][0].endswith("/poster.jpg")
    assert data["transcript"] == "灌浆套筒。\n饱满度靠记录。"
    assert [(clip["startOffset"], clip["endOffset"]) for clip in data["hasPart"]] == [
        (0, 300),
        (300, 600),
    ]
    assert data["hasPart"][1]["url"].endswith(f"{page.slug}/?t=300")


@pytest.mark.django_db
@pytest.mark.parametrize("of_page", [True, False])
def test_a_lecture_that_is_not_public_is_not_described(client: Client, of_page: bool) -> None:
    inner, outer = Audience.employees(), Audience.public()
    recording = make_recording(audience=outer if of_page else inner)
    make_files(recording)
    page = make_lecture_page(make_lecture_index(), recording, audience=inner if of_page else outer)
    client.force_login(make_user())
    assert DATA not in client.get(page.url).content.decode()


@pytest.mark.django_db
def test_words_that_nobody_has_read_are_not_handed_on(client: Client) -> None:
    recording = make_recording(audience=Audience.public())
    make_files(recording)
    make_transcript(recording, ("机器写的。",), state=TranscriptState.DRAFT)
    page = make_lecture_page(make_lecture_index(), recording)
    [data] = blocks(client.get(page.url).content.decode())
    assert "transcript" not in data


@pytest.mark.django_db
def test_words_of_a_lecture_cannot_end_the_data_block(client: Client) -> None:
    evil = "</script><script>alert(1)</script><!-- & \u2028"
    recording = make_recording(audience=Audience.public())
    make_files(recording)
    make_transcript(recording, (evil,))
    page = make_lecture_page(make_lecture_index(), recording, evil[:60], summary=evil)
    text = client.get(page.url).content.decode()
    [data] = blocks(text)
    assert data["transcript"] == evil
    assert "<script>alert" not in text


@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner, max_size=3)))
def test_any_data_stays_data(value: object) -> None:
    text = as_script({"value": value})
    assert not {"<", ">", "&"} & set(text)
    assert json.loads(text) == {"value": value}


def test_lengths_are_written_as_iso_8601_writes_them() -> None:
    assert iso_duration(3_723_900) == "PT1H2M3S"
    assert iso_duration(0) == "PT0H0M0S"

"""The vocabulary: names in two languages, synonyms, its place in the administration."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from content.core.ports import synonyms
from content.taxonomy.models import GlossaryTerm, Speaker, Topic
from tests.factories.courses import make_recording
from tests.factories.pages import make_speaker, make_topic
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def test_a_topic_is_called_by_its_english_name_on_english_pages():
    topic = make_topic("装配式建筑", name_en="Prefabricated buildings")
    with override("en"):
        assert str(topic) == "Prefabricated buildings"
    with override("zh-hans"):
        assert str(topic) == "装配式建筑"


def test_a_name_missing_in_english_is_shown_in_chinese():
    with override("en"):
        assert str(make_speaker("周明远")) == "周明远"


def test_a_terms_variants_are_synonyms_each_once():
    GlossaryTerm.objects.create(term="装配率", variants="预制率\n 预制率 \n装配率\nassembly rate\n")
    assert ("装配率", "预制率", "assembly rate") in synonyms()


def test_a_term_without_variants_gives_no_synonyms():
    GlossaryTerm.objects.create(term="双T板", variants="\n")
    assert not [group for group in synonyms() if "双T板" in group]


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user(is_superuser=True, is_staff=True))
    return client


@pytest.mark.parametrize("model", [Topic, Speaker, GlossaryTerm])
def test_the_administration_lists_and_adds_the_vocabulary(editor: Client, model: type):
    viewset = model.snippet_viewset
    assert editor.get(reverse(viewset.get_url_name("list"))).status_code == 200
    assert editor.get(reverse(viewset.get_url_name("add"))).status_code == 200


def test_a_speaker_who_has_recordings_is_not_deleted(editor: Client):
    speaker = make_speaker()
    make_recording(speaker=speaker)
    address = reverse(Speaker.snippet_viewset.get_url_name("delete"), args=[speaker.pk])
    editor.post(address)
    assert Speaker.objects.filter(pk=speaker.pk).exists()

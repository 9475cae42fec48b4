"""The words of a course on their way into the engine's ear, and to whoever corrects a line."""

import pytest
from django.db.models.signals import post_save
from django.test import Client

from content.courses.models import CourseTerm
from content.jobs.models import JobState
from content.taxonomy.models import GlossaryTerm
from content.transcripts.models import TranscriptionPlan
from content.transcripts.services import request_transcription
from tests.factories.courses import make_course, make_recording
from tests.factories.people import make_unit, make_user
from tests.integration.test_transcription import TALK, recorded, work
from tests.servers import cache_folder
from tests.unit.content.transcripts.test_services import written


@pytest.mark.django_db(transaction=True)
def test_recording_is_transcribed_with_its_courses_terms_first(settings) -> None:
    settings.LECTERN_CACHE_DIR = cache_folder()
    recording = recorded("audio.m4a", "-i", str(TALK))
    recording.unit = make_unit()
    recording.save()
    for word in ("aggregate", "bracing"):
        GlossaryTerm.objects.create(term=word)
    GlossaryTerm.objects.get(term="bracing").units.add(recording.unit)
    of_course = GlossaryTerm.objects.create(term="预制板", variants="prefabricated panel")
    CourseTerm.objects.create(course=make_course(recordings=[recording]), term=of_course)
    prompts: list[str] = []

    def note(instance: TranscriptionPlan, **kwargs: object) -> None:
        prompts.append(instance.prompt)

    post_save.connect(note, sender=TranscriptionPlan)
    try:
        request_transcription(acting_user=None, recording=recording)
        assert work().state == JobState.SUCCEEDED
    finally:
        post_save.disconnect(note, sender=TranscriptionPlan)
    assert prompts == [f"{recording.title}, prefabricated panel, bracing, aggregate."]


@pytest.mark.django_db
def test_editor_is_offered_the_term_of_the_course_where_two_are_misheard_alike() -> None:
    recording = make_recording("讲座", language="zh")
    transcript = written(recording, "先看保满度", "再看丰度")
    GlossaryTerm.objects.create(term="饱和度", mishearings="保满度\n丰度")
    GlossaryTerm.objects.create(term="锋利度", mishearings="丰度").units.add(make_unit())
    of_course = GlossaryTerm.objects.create(term="饱满度", mishearings="保满度")
    CourseTerm.objects.create(course=make_course(recordings=[recording]), term=of_course)
    client = Client()
    client.force_login(make_user(is_superuser=True), "django.contrib.auth.backends.ModelBackend")
    cues = client.get(f"/api/v1/transcripts/{transcript.uuid}/editor").json()["cues"]
    assert [hint["term"] for cue in cues for hint in cue["hints"]] == ["饱满度", "饱和度"]

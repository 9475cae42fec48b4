"""An engine that cannot work is told before the first job."""

from content.transcripts.checks import check_speech_engine


def test_engine_that_is_there_needs_no_word(settings: object) -> None:
    settings.LECTERN_SPEECH_ENGINE = "faster-whisper"
    assert check_speech_engine(None) == []


def test_name_without_an_engine_is_an_error(settings: object) -> None:
    settings.LECTERN_SPEECH_ENGINE = "dictaphone"
    assert [message.id for message in check_speech_engine(None)] == ["transcripts.E001"]

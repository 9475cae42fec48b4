"""What is read from the meter, and what is done about it."""

import pytest

from content.recordings.loudness import Loudness, filters, read_summary

SUMMARY = """
  handler_name    : I: -3.0 LUFS  Peak: 9.9 dBFS
[Parsed_ebur128_0 @ 0x7f] Summary:

  Integrated loudness:
    I:         {loudness} LUFS
    Threshold: -31.4 LUFS

  Loudness range:
    LRA:         3.8 LU

  True peak:
    Peak:       {peak} dBFS
[out#0/null @ 0x5] video:0KiB audio:2578KiB
"""


def test_meter_is_read_from_its_last_words() -> None:
    text = SUMMARY.format(loudness="-21.2", peak="-0.6")
    assert read_summary(text) == Loudness(-21.2, -0.6)
    assert read_summary("nothing of the kind") is None
    assert read_summary("Summary: and then it died") is None


@pytest.mark.parametrize(
    ("integrated", "gain_db"),
    [
        (-21.0, 5.0),
        (-9.0, -7.0),
        (-16.9, 0.0),
        (-15.2, 0.0),
        (-45.0, 29.0),
        (-49.0, 30.0),
        (-70.0, 0.0),
        (float("-inf"), 0.0),
    ],
)
def test_gain_leads_to_the_target_but_never_lifts_silence(
    integrated: float, gain_db: float
) -> None:
    assert Loudness(integrated, 0.0).gain_db == pytest.approx(gain_db)


def test_silent_summary_is_read_as_silence() -> None:
    silence = read_summary(SUMMARY.format(loudness="-70.0", peak="-inf"))
    assert silence is not None
    assert filters(silence.gain_db) == ""

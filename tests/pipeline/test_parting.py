"""A voice that is two people is parted in two."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analyser.domain import Turn
from analyser.errors import InputError
from analyser.pipeline.audio import SAMPLE_RATE, Audio
from analyser.pipeline.decode import decode
from analyser.pipeline.parting import alone_in, second_person
from analyser.settings import Settings
from tests.pipeline.sounds import write_wav

SAMPLE = Path(__file__).parents[2] / "sample_sessions" / "handover-at-the-hospice"


def turn(start, end, speaker="S1"):
    return Turn(start=start, end=end, speaker=speaker)


def test_a_voice_is_alone_where_no_other_is_heard():
    turns = [turn(0, 10), turn(2, 3, "S2"), turn(9, 12, "S3"), turn(20, 25), turn(19, 30, "S2")]
    assert alone_in(turns, "S1") == [(0, 2), (3, 9)]


def test_nothing_of_a_voice_is_alone_if_it_is_not_there():
    assert alone_in([turn(0, 10)], "S2") == []


@pytest.fixture(scope="module")
def truth() -> list[Turn]:
    """Who really spoke in the sample."""
    lines = (SAMPLE / "truth.rttm").read_text(encoding="utf-8").split("\n")
    fields = [line.split() for line in lines if line]
    return [turn(float(f[3]), float(f[3]) + float(f[4]), f[7]) for f in fields]


@pytest.fixture(scope="module")
def audio(tmp_path_factory) -> Audio:
    path = tmp_path_factory.mktemp("parting") / "audio.wav"
    decode(SAMPLE / "audio.m4a", path, max_hours=1)
    return Audio(id="sample", path=path)


@pytest.mark.slow
def test_two_people_under_one_name_are_parted(audio, truth):
    early = [t for t in truth if t.end < 300]  # five minutes are enough to know them by
    one = [turn(t.start, t.end, "S1" if t.speaker in {"Ruth", "Colin"} else "S2") for t in early]
    given = second_person(audio, one, "S1", settings=Settings(device="cpu"))

    def shared(speaker: str) -> float:
        own = [(t.start, t.end) for t in early if t.speaker == speaker]
        common = sum(max(0, min(b, d) - max(a, c)) for a, b in own for c, d in given)
        return common / sum(b - a for a, b in own)

    least, most = sorted((shared("Ruth"), shared("Colin")))
    assert most > 0.9
    assert least < 0.1


@pytest.mark.slow
def test_too_little_speech_cannot_be_parted(tmp_path):
    write_wav(tmp_path / "short.wav", np.zeros(SAMPLE_RATE, dtype="<i2"))
    short = Audio(id="short", path=tmp_path / "short.wav")
    with pytest.raises(InputError, match="Too little"):
        second_person(short, [turn(0, 0.2)], "S1", settings=Settings(device="cpu"))

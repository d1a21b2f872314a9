"""What a player needs of a session: made with it, made later where missing, shared like sound."""

from __future__ import annotations

import shutil
import wave

import pytest

from analyser import workflow
from analyser.domain import Request, unheard
from analyser.errors import StoreError
from analyser.pipeline.audio import SAMPLE_RATE
from analyser.pipeline.peaks import PEAKS
from analyser.pipeline.playable import PLAYABLE

TRANSCRIPT = """WEBVTT

00:00:00.500 --> 00:00:03.000
<v Ana>What would help you here?</v>
"""


@pytest.fixture
def handed_in(tmp_path):
    """Ten seconds of sound with a transcript."""
    recording, transcript = tmp_path / "set.wav", tmp_path / "set.vtt"
    with wave.open(str(recording), "wb") as wav:
        wav.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
        wav.writeframes(b"\x00\x10\x00\xf0" * (5 * SAMPLE_RATE))
    transcript.write_text(TRANSCRIPT)
    return Request(recording=str(recording), transcript=str(transcript))


def analysed(request, settings):
    def told(_stage, share):
        unheard(share)

    return workflow.analyse(request, settings=settings, progress=told)


def test_an_analysis_makes_what_the_player_needs(handed_in, settings):
    session = analysed(handed_in, settings)
    folder = workflow.audio_file(session, settings=settings).parent
    assert workflow.sound_to_play(session, settings=settings) == folder / PLAYABLE
    assert (folder / PEAKS).is_file()
    assert workflow.peaks_of(session, settings=settings).shape == (100,)


def test_what_is_there_already_is_not_made_again(handed_in, settings):
    session = analysed(handed_in, settings)
    copy = workflow.sound_to_play(session, settings=settings)
    made = copy.stat().st_mtime_ns
    analysed(handed_in, settings)
    assert copy.stat().st_mtime_ns == made


def test_an_older_session_is_played_as_it_was_decoded(handed_in, settings):
    session = analysed(handed_in, settings)
    audio = workflow.audio_file(session, settings=settings)
    for name in (PLAYABLE, PEAKS):
        audio.with_name(name).unlink()
    assert workflow.sound_to_play(session, settings=settings) == audio
    assert workflow.peaks_of(session, settings=settings).shape == (100,)
    assert audio.with_name(PEAKS).is_file()


def test_nobody_else_hears_it(handed_in, settings):
    session = analysed(handed_in, settings)
    other = settings.model_copy(update={"person": "nobody"})
    for ask in (workflow.sound_to_play, workflow.peaks_of):
        with pytest.raises(StoreError, match="There is no session"):
            ask(session, settings=other)


def test_another_machine_brings_only_what_it_plays(handed_in, settings, tmp_path):
    here = settings.model_copy(update={"recordings": str(tmp_path / "shared")})
    session = analysed(handed_in, here)
    there = here.model_copy(update={"data": tmp_path / "there"})
    there.data.mkdir()
    for file in here.data.glob("analyser.sqlite*"):
        shutil.copy(file, there.data)  # a database that both see, without a server
    copy = workflow.sound_to_play(session, settings=there)
    assert copy.is_relative_to(there.data)
    assert not copy.with_name("audio.wav").exists()
    assert workflow.peaks_of(session, settings=there).shape == (100,)
    assert not copy.with_name("audio.wav").exists()

"""The language of a recording is guessed, and said where it matters."""

from __future__ import annotations

import numpy as np
import pytest

from analyser.pipeline.audio import SAMPLE_RATE
from analyser.pipeline.language import Guess, guess, name_of, notices
from analyser.pipeline.transcribe import notices as notices_of
from analyser.pipeline.transcribe import transcriber
from analyser.settings import Settings
from tests.pipeline.noises import hiss, sample_excerpt, waves


def sounds_like(language: str, confidence: float = 0.9) -> Guess:
    return Guess(language=language, confidence=confidence)


def test_english_in_english_and_what_cannot_be_told_need_no_word():
    assert notices(sounds_like("en"), "en") == ()
    assert notices(sounds_like("de", 0.5), "en") == ()
    assert notices(None, "en") == ()


def test_a_talk_in_another_language_than_was_said_is_told_with_what_to_do():
    [notice] = notices(sounds_like("de"), "en")
    assert notice.code == "other_language"
    assert "sounds like German, but was written down as English" in notice.text
    assert "Set the language to 'de'" in notice.text


def test_a_talk_that_is_not_in_english_is_told():
    [notice] = notices(sounds_like("fr"), "fr")
    assert notice.code == "not_english"
    assert notice.text.startswith("The talk is in French.")


def test_a_language_without_a_name_keeps_its_code():
    assert name_of("sv") == "Swedish"
    assert name_of("xx") == "the language 'xx'"


def test_nobody_speaks_no_language(tmp_path):
    assert guess(None, waves(tmp_path / "silence.wav", np.zeros(SAMPLE_RATE * 30))) is None
    assert guess(None, waves(tmp_path / "hiss.wav", hiss(30.0))) is None


@pytest.mark.slow
def test_english_is_heard_and_a_model_of_one_language_cannot_tell(tmp_path):
    audio = sample_excerpt(tmp_path / "excerpt.wav", 185.5, 250.0)
    engine = transcriber(Settings(transcriber="whisper-base", device="cpu"))
    found = engine.language_of(audio)
    assert (found.language, found.confidence > 0.7) == ("en", True)
    assert notices_of(engine, audio) == ()
    german = transcriber(Settings(transcriber="whisper-base", device="cpu", language="de"))
    assert [notice.code for notice in notices_of(german, audio)] == ["other_language"]
    tiny = transcriber(Settings(transcriber="whisper-tiny-en", device="cpu"))
    assert tiny.language_of(audio) is None

"""The language of a recording is guessed, and said where it matters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from analyser.errors import ModelError
from analyser.pipeline.audio import SAMPLE_RATE, Audio
from analyser.pipeline.language import Guess, guess, name_of, notices
from analyser.pipeline.transcribe import DEFAULT, TRANSCRIBERS, transcriber
from analyser.pipeline.transcribe import notices as notices_of
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


@dataclass(frozen=True)
class Hears:
    """A recogniser of English that hears one language, or cannot tell."""

    found: Guess | None
    id: str = "hears"
    language: str = "en"

    def language_of(self, _audio):
        return self.found


def damaged_default(tmp_path) -> Settings:
    """Settings with a default model that is there, and is none."""
    file = tmp_path / "models" / "weights" / DEFAULT / "model.bin"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"half of it")
    return Settings(models=tmp_path / "models")


def told(engine: Hears, tmp_path) -> list[str]:
    audio = Audio(id="x", path=tmp_path / "sound.wav")
    return [notice.code for notice in notices_of(engine, audio, damaged_default(tmp_path))]


def test_the_default_model_is_asked_where_a_model_cannot_tell(tmp_path, monkeypatch):
    monkeypatch.setitem(TRANSCRIBERS, DEFAULT, lambda _settings: Hears(sounds_like("de")))
    assert told(Hears(None), tmp_path) == ["other_language"]
    assert told(Hears(sounds_like("en")), tmp_path) == []


def test_that_the_default_model_is_not_here_is_said_only_where_it_is_needed(tmp_path):
    audio, without = Audio(id="x", path=tmp_path / "sound.wav"), Settings(models=tmp_path)
    [notice] = notices_of(Hears(None), audio, without)
    assert notice.code == "language_unchecked"
    assert notice.text.startswith("Whether the talk is in English was not checked: ")
    assert notice.text.endswith(f"Run: analyser models pull {DEFAULT}")
    assert notices_of(Hears(sounds_like("en")), audio, without) == ()


def test_a_damaged_default_model_is_no_reason_to_be_silent(tmp_path):
    audio = Audio(id="x", path=tmp_path / "sound.wav")
    with pytest.raises(ModelError, match=f"{DEFAULT} is damaged"):
        notices_of(Hears(None), audio, damaged_default(tmp_path))


@pytest.mark.slow
def test_english_is_heard_and_a_model_of_one_language_cannot_tell(tmp_path):
    audio = sample_excerpt(tmp_path / "excerpt.wav", 185.5, 250.0)
    engine = transcriber(Settings(transcriber="whisper-base", device="cpu"))
    found = engine.language_of(audio)
    assert (found.language, found.confidence > 0.7) == ("en", True)
    settings = Settings(device="cpu")
    assert notices_of(engine, audio, settings) == ()
    german = transcriber(Settings(transcriber="whisper-base", device="cpu", language="de"))
    assert [notice.code for notice in notices_of(german, audio, settings)] == ["other_language"]
    tiny = transcriber(Settings(transcriber="whisper-tiny-en", device="cpu"))
    assert tiny.language_of(audio) is None
    assert notices_of(tiny, audio, settings) == ()

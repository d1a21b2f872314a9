"""Sound becomes words."""

from __future__ import annotations

import json

import jiwer
import numpy as np
import pytest

from analyser.domain import unheard
from analyser.errors import Cancelled, ModelError
from analyser.pipeline.audio import SAMPLE_RATE, Audio
from analyser.pipeline.punctuation import bare
from analyser.pipeline.transcribe import TRANSCRIBERS, transcriber
from analyser.pipeline.whisper import device_for
from analyser.settings import Settings
from tests.pipeline.noises import SAMPLE, hiss, sample_excerpt, waves

START, END = 185.5, 250.0
HESITATIONS = {"um", "er", "erm", "uh", "mm", "hm", "ha", "huh"}


@pytest.fixture(scope="module")
def excerpt(tmp_path_factory) -> Audio:
    """A minute of the sample session."""
    return sample_excerpt(tmp_path_factory.mktemp("excerpt") / "excerpt.wav", START, END)


def known(model: str, **given: object) -> Settings:
    return Settings(transcriber=model, device="cpu", **given)


def heard(model: str, audio: Audio):
    return transcriber(known(model)).transcribe(
        audio, remember=lambda _window, work: work(), progress=unheard
    )


def plain(text: str) -> str:
    return " ".join(word for token in text.split() if (word := bare(token)) not in HESITATIONS)


def gold() -> str:
    utterances = json.loads((SAMPLE / "gold.json").read_text(encoding="utf-8"))["utterances"]
    return " ".join(
        row["text"]
        for row in sorted(utterances, key=lambda row: row["start"])
        if row["start"] >= START and row["end"] <= END
    )


@pytest.mark.slow
@pytest.mark.parametrize(("model", "bar"), [("whisper-base", 0.15), ("whisper-tiny-en", 0.2)])
def test_the_sample_is_heard(excerpt, model, bar):
    words = heard(model, excerpt)
    text = " ".join(word.text for word in words)
    assert jiwer.wer(plain(gold()), plain(text)) <= bar
    assert text.count("?") >= 4
    assert [word.start for word in words] == sorted(word.start for word in words)
    assert all(0 <= w.start < w.end <= END - START and 0 <= w.confidence <= 1 for w in words)
    assert all(word.speaker is None for word in words)


@pytest.mark.slow
def test_what_is_remembered_is_not_worked_out_again(excerpt):
    engine = transcriber(known("whisper-tiny-en"))
    kept = {}

    def first(window, work):
        kept[window] = work()
        return kept[window]

    def again(window, _work):
        return kept[window]

    once = engine.transcribe(excerpt, remember=first, progress=unheard)
    assert engine.transcribe(excerpt, remember=again, progress=unheard) == once


@pytest.mark.slow
def test_it_stops_when_a_person_stops_it(excerpt):
    shares: list[float] = []

    def stop(share):
        shares.append(share)
        if share > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        transcriber(known("whisper-tiny-en")).transcribe(
            excerpt, remember=lambda _window, work: work(), progress=stop
        )
    assert shares == sorted(shares)
    assert len(shares) > 2
    assert shares[-1] < 0.9


@pytest.mark.slow
def test_no_words_are_invented_over_silence_and_noise_after_speech(excerpt, tmp_path):
    quiet, noise = np.zeros(SAMPLE_RATE * 150), hiss(150.0)
    spoken_part = excerpt.samples(0.0, 12.0)
    words = heard(
        "whisper-tiny-en",
        waves(tmp_path / "tail.wav", np.concatenate([spoken_part, quiet, noise])),
    )
    assert words
    assert max(word.end for word in words) < 13.0


@pytest.mark.slow
def test_a_language_that_the_model_does_not_know_is_refused(excerpt):
    engine = transcriber(known("whisper-tiny-en", language="de"))
    with pytest.raises(ModelError, match="does not know the language 'de'"):
        engine.transcribe(excerpt, remember=lambda _window, work: work(), progress=unheard)


@pytest.mark.slow
def test_auto_takes_the_best_that_is_here_and_speaks_the_language():
    assert " whisper-base@" in transcriber(known("auto", language="de")).id
    assert transcriber(known("auto")).id == transcriber(known("auto")).id


@pytest.mark.slow
def test_auto_tells_of_a_damaged_model_and_takes_no_other_instead(tmp_path):
    weights = tmp_path / "weights"
    (weights / "whisper-base").mkdir(parents=True)
    small = known("auto").models / "weights" / "whisper-tiny-en"
    (weights / "whisper-tiny-en").symlink_to(small)
    assert " whisper-tiny-en@" in transcriber(known("auto", models=tmp_path)).id
    (weights / "whisper-base" / "model.bin").write_bytes(b"damaged")
    with pytest.raises(ModelError, match="whisper-base is damaged"):
        transcriber(known("auto", models=tmp_path, speed_limit=9.0))


@pytest.mark.slow
def test_a_folder_with_a_model_is_a_transcriber_and_ids_tell_settings_apart():
    folder = known("auto").models / "weights" / "whisper-tiny-en"
    engine = transcriber(known(str(folder)))
    assert engine.id == transcriber(known("whisper-tiny-en")).id
    assert engine.id != transcriber(known(str(folder), language="de")).id


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(ModelError, match="no transcriber called 'wisper'") as refusal:
        transcriber(known("wisper"))
    assert all(name in refusal.value.remedy for name in TRANSCRIBERS)


@pytest.mark.parametrize("model", ["auto", "whisper-base", "large-v3-turbo"])
def test_missing_weights_are_named_with_the_command_that_fetches_them(tmp_path, model):
    with pytest.raises(ModelError, match=r"is missing\. Run: analyser models pull"):
        transcriber(known(model, models=tmp_path))


def test_a_folder_whose_model_is_damaged_is_refused(tmp_path):
    (tmp_path / "model.bin").write_bytes(b"nothing of the kind")
    engine = transcriber(known(str(tmp_path)))
    with pytest.raises(ModelError, match="cannot be loaded"):
        engine.load()


def test_nobody_has_to_use_a_gpu():
    assert device_for(Settings(device="cpu")) == "cpu"

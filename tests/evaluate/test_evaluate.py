"""A whole evaluation, with a written transcript as the engines."""

import json
import wave

import numpy as np
import pytest

from analyser.domain import STAGES, unheard
from analyser.errors import InputError
from analyser.evaluate import evaluate, table_of
from analyser.pipeline import written
from analyser.pipeline.classify import classifier
from analyser.pipeline.run import Engines
from tests.evaluate.scoring import needs_cpwer

SAID = [
    (1.0, 3.0, "Ruth", "What matters most to you here?", "open_question"),
    (4.0, 9.0, "Amir", "I never know who does what.", "other"),
    (10.0, 12.0, "Jo", "Why don't you just put it on the wall?", "advice"),
    (13.0, 15.0, "Ruth", "What have you tried so far?", "open_question"),
]


@pytest.fixture
def folder(tmp_path):
    """Sixteen seconds of a quiet tone, with its truth."""
    tone = 2000 * np.sin(np.arange(16 * 16_000) * 0.05)
    with wave.open(str(tmp_path / "set.wav"), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(16_000)
        wav.writeframes(tone.astype("<i2").tobytes())
    names = ("start", "end", "speaker", "text", "act")
    gold = {"utterances": [dict(zip(names, row, strict=True)) for row in SAID]}
    (tmp_path / "set.gold.json").write_text(json.dumps(gold))
    (tmp_path / "set.rttm").write_text(
        "".join(f"SPEAKER set 1 {s} {e - s} <NA> <NA> {v} <NA> <NA>\n" for s, e, v, *_ in SAID)
    )
    return tmp_path


def engines(folder, settings):
    text = written.read(folder / "set.gold.json")
    return Engines(
        transcriber=text,
        diariser=text,
        classifier=classifier(settings),
        speakers=text.speakers,
    )


@needs_cpwer
def test_everything_is_scored_where_the_truth_knows_everything(folder, settings):
    shares = []
    scores = evaluate(
        folder,
        settings=settings,
        progress=shares.append,
        engines=engines(folder, settings),
    )
    (found,) = scores.results
    assert found.truth == ("set.rttm", "set.gold.json")
    assert found.diarisation.exact.rate == pytest.approx(0)
    assert found.wording.cpwer.rate == 0
    assert found.duration == pytest.approx(16)
    assert {c.act: c.hits for c in found.acts_on_text}["open_question"] == 2
    assert {c.act: c.hits for c in found.acts_heard}["advice"] == 1
    assert [stage for stage, _seconds in found.seconds] == list(STAGES)
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)
    assert found.real_time > 0
    assert scores.peak_memory_mib > 10
    assert table_of(scores)


def test_turns_alone_are_scored_alone(folder, settings):
    ready = engines(folder, settings)
    (folder / "set.gold.json").unlink()
    (found,) = evaluate(folder, settings=settings, progress=unheard, engines=ready).results
    assert found.diarisation is not None
    assert found.wording is found.acts_heard is found.acts_on_text is None


@needs_cpwer
def test_gold_alone_tells_the_turns_too(folder, settings):
    ready = engines(folder, settings)
    (folder / "set.rttm").unlink()
    (found,) = evaluate(folder, settings=settings, progress=unheard, engines=ready).results
    assert found.diarisation.voices_truth == 3
    assert found.wording.wer.rate == 0


def test_text_alone_scores_the_classifier_alone_and_needs_no_sound(folder, settings):
    (folder / "set.wav").unlink()
    (found,) = evaluate(folder, settings=settings, progress=unheard).results
    assert found.name == "set"
    assert found.acts_on_text is not None
    assert found.diarisation is found.wording is found.acts_heard is None
    assert found.real_time is None


def test_damaged_truth_is_told_before_anything_runs(folder, settings):
    (folder / "set.gold.json").write_text("{")
    with pytest.raises(InputError, match="not JSON"):
        evaluate(folder, settings=settings, progress=unheard)

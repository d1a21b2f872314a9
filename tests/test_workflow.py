"""What a person can ask for, on a recording with a written transcript: no weights are needed."""

from __future__ import annotations

import os
import shutil
import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analyser import workflow
from analyser.domain import Act, Request, Speaker, Turn, Word
from analyser.errors import Cancelled, InputError, RecordingError, StoreError
from analyser.files import sha256_of
from analyser.pipeline import classify, diarise, transcribe
from analyser.pipeline.audio import SAMPLE_RATE
from analyser.store import ME, Store

TRANSCRIPT = """WEBVTT

00:00:00.500 --> 00:00:03.000
<v Ana>What would help you here?</v>

00:00:03.200 --> 00:00:06.000
<v Ben>You should ring her tomorrow.</v>

00:00:06.500 --> 00:00:09.000
<v Cleo>I am not so sure about that.</v>
"""


class ByRole:
    """Labels by who speaks, so that a test sees when roles were taken into account."""

    id = "by-role"

    def classify(self, utterances, roles):
        return tuple(self._act(spoken, roles.get(spoken.speaker)) for spoken in utterances)

    def _act(self, spoken, role):
        act = "process" if role == "facilitator" else "other"
        return Act(utterance=spoken.n, act=act, confidence=0.5, by=self.id)


@pytest.fixture
def settings(settings, monkeypatch):
    """Settings with a classifier of the test's own, registered like the real ones."""
    monkeypatch.setitem(classify.CLASSIFIERS, "by-role", lambda _settings: ByRole())
    return settings.model_copy(update={"classifier": "by-role"})


@pytest.fixture
def handed_in(tmp_path):
    """A recording of ten seconds with a transcript of three voices."""
    recording, transcript = tmp_path / "Monday set.wav", tmp_path / "set.vtt"
    with wave.open(str(recording), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(SAMPLE_RATE)
        wav.writeframes(b"\x00\x10\x00\xf0" * (5 * SAMPLE_RATE))
    transcript.write_text(TRANSCRIPT)
    return Request(recording=str(recording), transcript=str(transcript))


@pytest.fixture
def session(handed_in, settings):
    return workflow.analyse(handed_in, settings=settings, progress=Heard())


class Heard:
    """Keeps what is reported."""

    def __init__(self):
        self.reports = []

    def __call__(self, stage, share):
        self.reports.append((stage, share))


def acts(session, settings):
    return [act.act for act in workflow.load(session, settings=settings).acts]


def voices(session, settings):
    return {s.name: s.id for s in workflow.load(session, settings=settings).speakers}


def test_a_recording_becomes_a_session_under_its_own_name(handed_in, settings):
    heard = Heard()
    session = workflow.analyse(handed_in, settings=settings, progress=heard)
    found = workflow.describe(session, settings=settings)
    assert (found.name, found.recording.name) == ("Monday set", "Monday set.wav")
    assert found.recording.duration == pytest.approx(10.0, abs=0.1)
    assert workflow.sessions(settings=settings) == (found,)
    assert [s.name for s in workflow.load(session, settings=settings).speakers] == [
        "Ana",
        "Ben",
        "Cleo",
    ]
    assert heard.reports[0] == ("decode", 0.0)
    assert heard.reports[-1] == ("classify", 1.0)


def test_only_the_sound_of_a_recording_is_kept(session, settings):
    found = workflow.describe(session, settings=settings)
    path = workflow.audio_file(session, settings=settings)
    assert path == settings.data / "recordings" / found.recording.id / "audio.wav"
    kept = {"audio.wav", "playable.m4a", "peaks.npy", "stages"}
    assert {entry.name for entry in path.parent.iterdir()} == kept
    with wave.open(str(path)) as wav:
        assert (wav.getnchannels(), wav.getframerate()) == (1, SAMPLE_RATE)


def test_a_session_can_be_given_a_name(handed_in, settings):
    named = replace(handed_in, name="  The \n first   set ")
    session = workflow.analyse(named, settings=settings, progress=Heard())
    assert workflow.describe(session, settings=settings).name == "The first set"


def test_the_same_recording_again_is_a_session_of_its_own(session, handed_in, settings):
    again = workflow.analyse(handed_in, settings=settings, progress=Heard())
    assert again != session
    assert workflow.load(again, settings=settings) == workflow.load(session, settings=settings)
    workflow.forget(session, settings=settings)
    assert workflow.audio_file(again, settings=settings).is_file()


def test_an_upload_keeps_the_persons_name_and_may_be_gone_once_it_is_decoded(handed_in, settings):
    folder = workflow.uploads(settings)
    folder.mkdir(parents=True)
    content = sha256_of(Path(handed_in.recording))
    upload = Path(shutil.copy(handed_in.recording, folder / f"{content}.wav"))
    asked = replace(handed_in, recording=str(upload), name="Monday")
    first = workflow.analyse(asked, settings=settings, progress=Heard())
    upload.unlink()
    second = workflow.analyse(asked, settings=settings, progress=Heard())
    for session in (first, second):
        recording = workflow.describe(session, settings=settings).recording
        assert (recording.id, recording.name) == (content, "Monday.wav")


def test_a_recording_that_is_not_there_is_refused_in_words(handed_in, settings):
    gone = replace(handed_in, recording="no/such/file.wav")
    with pytest.raises(InputError, match="cannot be read"):
        workflow.analyse(gone, settings=settings, progress=Heard())


def test_a_pipe_is_refused_before_anybody_waits_for_it(handed_in, settings, tmp_path):
    os.mkfifo(tmp_path / "pipe.wav")
    for endless in (tmp_path / "pipe.wav", "/dev/zero"):
        asked = replace(handed_in, recording=str(endless))
        with pytest.raises(InputError, match="neither a file nor a folder"):
            workflow.analyse(asked, settings=settings, progress=Heard())


def test_what_is_no_recording_is_refused_and_nothing_is_stored(handed_in, settings, tmp_path):
    (tmp_path / "notes.txt").write_text("not a recording at all")
    notes = replace(handed_in, recording=str(tmp_path / "notes.txt"))
    with pytest.raises(RecordingError):
        workflow.analyse(notes, settings=settings, progress=Heard())
    assert workflow.sessions(settings=settings) == ()


def test_a_stopped_analysis_is_not_a_session_and_goes_on_later(handed_in, settings):
    def stop(stage, _share):
        if stage == "segment":
            raise Cancelled

    with pytest.raises(Cancelled):
        workflow.analyse(handed_in, settings=settings, progress=stop)
    assert workflow.sessions(settings=settings) == ()
    workflow.analyse(handed_in, settings=settings, progress=Heard())
    assert len(workflow.sessions(settings=settings)) == 1


def test_a_new_role_has_the_acts_labelled_again(session, settings):
    ana = voices(session, settings)["Ana"]
    assert acts(session, settings) == ["other", "other", "other"]
    workflow.name_voice(session, ana, name="Anna", role="facilitator", settings=settings)
    assert acts(session, settings) == ["process", "other", "other"]
    assert workflow.load(session, settings=settings).role_of(ana) == "facilitator"
    assert "Anna" in voices(session, settings)


def test_only_what_changed_is_claimed_anew(session, settings):
    ana = voices(session, settings)["Ana"]
    workflow.name_voice(session, ana, role="facilitator", settings=settings)
    claims = Store.open(settings).visible_to(ME).claims(session)
    assert [(claim.kind, claim.machine) for claim in claims] == [
        ("act", True),
        ("act", True),
        ("act", True),
        ("role", False),
        ("act", True),
    ]


def test_a_correction_stands_whatever_a_machine_says_later(session, settings):
    ana = voices(session, settings)["Ana"]
    workflow.correct(session, 0, act="open_question", settings=settings)
    workflow.name_voice(session, ana, role="facilitator", settings=settings)
    act = workflow.load(session, settings=settings).acts[0]
    assert (act.act, act.by, act.confidence) == ("open_question", ME, 1.0)


def test_advice_is_direct_unless_it_is_said_to_be_disguised(session, settings):
    workflow.correct(session, 1, act="advice", settings=settings)
    assert workflow.load(session, settings=settings).acts[1].form == "direct"
    workflow.correct(session, 1, act="advice", form="disguised", settings=settings)
    assert workflow.load(session, settings=settings).acts[1].form == "disguised"


def test_merged_voices_are_one_person_and_labelled_so(session, settings):
    ids = voices(session, settings)
    workflow.name_voice(session, ids["Ana"], role="facilitator", settings=settings)
    workflow.merge_voices(session, kept=ids["Ana"], gone=ids["Cleo"], settings=settings)
    analysis = workflow.load(session, settings=settings)
    assert [speaker.name for speaker in analysis.speakers] == ["Ana", "Ben"]
    assert {turn.speaker for turn in analysis.turns} == {ids["Ana"], ids["Ben"]}
    assert acts(session, settings) == ["process", "other", "process"]


def test_names_and_roles_of_several_voices_are_one_change(session, settings):
    ids = voices(session, settings)
    given = [
        Speaker(id=ids["Ana"], name="Anna", role="facilitator"),
        Speaker(id=ids["Ben"], name="Ben", role="presenter"),
        Speaker(id=ids["Cleo"], name="Cleo"),
    ]
    workflow.name_voices(session, given, settings=settings)
    assert acts(session, settings) == ["process", "other", "other"]
    assert workflow.load(session, settings=settings).speakers == tuple(given)
    assert workflow.last_change(session, settings=settings) == "a name, a role"
    workflow.undo(session, settings=settings)
    assert voices(session, settings) == ids
    assert acts(session, settings) == ["other", "other", "other"]


def test_what_is_as_it_was_is_no_change(session, settings):
    as_they_are = workflow.load(session, settings=settings).speakers
    workflow.name_voices(session, as_they_are, settings=settings)
    assert workflow.last_change(session, settings=settings) == ""


def test_a_stretch_is_given_to_who_really_spoke_and_labelled_so(session, settings):
    ids = voices(session, settings)
    workflow.name_voice(session, ids["Ana"], role="facilitator", settings=settings)
    workflow.move(session, [(6.4, 9.5)], to=ids["Ana"], giver=ids["Cleo"], settings=settings)
    assert acts(session, settings) == ["process", "other", "process"]
    assert set(voices(session, settings)) == {"Ana", "Ben"}
    assert workflow.undo(session, settings=settings) == "who speaks"
    assert acts(session, settings) == ["process", "other", "other"]
    assert set(voices(session, settings)) == {"Ana", "Ben", "Cleo"}


def test_a_stretch_can_be_a_new_voice_with_an_id_that_was_never_used(session, settings):
    first = workflow.move(session, [(6.4, 9.5)], to=workflow.NEW, settings=settings)
    assert first in voices(session, settings).values()
    workflow.undo(session, settings=settings)
    assert workflow.move(session, [(6.4, 9.5)], to=workflow.NEW, settings=settings) != first


def test_two_moments_of_one_person_make_their_voices_one(session, settings):
    ids = voices(session, settings)
    workflow.name_voice(session, ids["Ana"], role="facilitator", settings=settings)
    kept = workflow.same_person(session, 1.0, 7.0, settings=settings)
    assert kept == ids["Ana"]
    assert set(voices(session, settings)) == {"Ana", "Ben"}
    assert acts(session, settings) == ["process", "other", "process"]
    assert workflow.undo(session, settings=settings) == "two voices made one"


def test_a_whole_turn_is_given_to_who_really_spoke(session, settings):
    ids = voices(session, settings)
    assert workflow.move_turn(session, 7.0, to=ids["Ben"], settings=settings) == ids["Ben"]
    analysis = workflow.load(session, settings=settings)
    assert [u.speaker for u in analysis.utterances] == [ids["Ana"], ids["Ben"], ids["Ben"]]
    assert set(voices(session, settings)) == {"Ana", "Ben"}
    fresh = workflow.move_turn(session, 1.0, to=workflow.NEW, settings=settings)
    assert workflow.load(session, settings=settings).utterances[0].speaker == fresh


def test_what_a_change_labels_again_is_as_if_everything_had_been(session, settings):
    ids = voices(session, settings)
    rules = settings.model_copy(update={"classifier": "rules"})
    workflow.name_voice(session, ids["Ben"], role="presenter", settings=rules)
    workflow.merge_voices(session, kept=ids["Ben"], gone=ids["Cleo"], settings=rules)
    workflow.move(session, [(0.0, 3.1)], to=ids["Ben"], settings=rules)
    analysis = workflow.load(session, settings=rules)
    roles = {speaker.id: speaker.role for speaker in analysis.speakers}
    assert analysis.acts == classify.classifier(rules).classify(analysis.utterances, roles)


def test_what_the_machine_heard_is_kept_beside_what_a_person_put_right(session, settings):
    before = workflow.load(session, settings=settings)
    ids = voices(session, settings)
    workflow.merge_voices(session, kept=ids["Ana"], gone=ids["Cleo"], settings=settings)
    workflow.correct(session, 1, act="advice", settings=settings)
    assert workflow.as_heard(session, settings=settings) == before


def test_changes_can_be_taken_back_until_none_is_left(session, settings):
    before = workflow.load(session, settings=settings)
    workflow.correct(session, 1, act="advice", settings=settings)
    workflow.correct(session, 1, act="reflection", settings=settings)
    for _ in range(2):
        assert workflow.undo(session, settings=settings) == "a label"
    assert workflow.load(session, settings=settings) == before
    with pytest.raises(InputError, match="Nothing was changed"):
        workflow.undo(session, settings=settings)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s, o: workflow.name_voice(s, "S9", name="x", settings=o), "no voice 'S9'"),
        (lambda s, o: workflow.name_voice(s, "S1", name="  ", settings=o), "needs a name"),
        (lambda s, o: workflow.name_voice(s, "S1", role="boss", settings=o), "no role 'boss'"),
        (lambda s, o: workflow.merge_voices(s, kept="S1", gone="S1", settings=o), "with itself"),
        (lambda s, o: workflow.merge_voices(s, kept="S1", gone="S9", settings=o), "no voice 'S9'"),
        (lambda s, o: workflow.move(s, [(3, 2)], to="S1", settings=o), "no stretch of"),
        (lambda s, o: workflow.move(s, [(90, 95)], to="S1", settings=o), "no stretch of"),
        (lambda s, o: workflow.move(s, [], to="S1", settings=o), "No stretch"),
        (lambda s, o: workflow.move(s, [(1, 2)], to="S9", settings=o), "no voice 'S9'"),
        (lambda s, o: workflow.move(s, [(1, 2)], to="S1", giver="S9", settings=o), "no voice 'S9'"),
        (lambda s, o: workflow.same_person(s, 1.0, 2.0, settings=o), "the same voice"),
        (lambda s, o: workflow.same_person(s, 1.0, 9.9, settings=o), "Nobody speaks at 10 s"),
        (lambda s, o: workflow.move_turn(s, 3.1, to="S1", settings=o), "Nobody speaks at 3 s"),
        (lambda s, o: workflow.move_turn(s, 1.0, to="S9", settings=o), "no voice 'S9'"),
        (lambda s, o: workflow.move_turn(s, 1.0, to="S1", settings=o), "speaks there already"),
        (lambda s, o: workflow.correct(s, 99, act="other", settings=o), "no utterance 99"),
        (lambda s, o: workflow.correct(s, 0, act="joke", settings=o), "no act 'joke'"),
        (lambda s, o: workflow.correct(s, 0, act="other", form="direct", settings=o), "has a form"),
        (lambda s, o: workflow.correct(s, 0, act="advice", form="odd", settings=o), "no form of"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_changes_nothing(session, settings, change, words):
    before = workflow.load(session, settings=settings)
    with pytest.raises(InputError, match=words):
        change(session, settings)
    assert workflow.load(session, settings=settings) == before


def test_a_forgotten_session_is_gone_with_its_sound(session, settings):
    sound = workflow.audio_file(session, settings=settings)
    workflow.forget(session, settings=settings)
    assert not sound.parent.exists()
    for ask in (workflow.describe, workflow.load, workflow.audio_file, workflow.forget):
        with pytest.raises(StoreError, match="There is no session"):
            ask(session, settings=settings)


class Ears:
    """Hears the same two people in any recording, and cannot know their names."""

    id = "ears"

    def transcribe(self, _audio, **_):
        return (Word(start=0.6, end=2.9, text="Hello."), Word(start=3.3, end=5.9, text="Yes."))

    def diarise(self, _audio, **_):
        return (Turn(start=0.5, end=3.0, speaker="S1"), Turn(start=3.2, end=6.0, speaker="S2"))


@pytest.fixture
def listening(settings, monkeypatch):
    """Settings under which a recording is listened to."""
    monkeypatch.setitem(transcribe.TRANSCRIBERS, "ears", lambda _settings: Ears())
    monkeypatch.setitem(diarise.DIARISERS, "ears", lambda *_: Ears())
    return settings.model_copy(update={"transcriber": "ears", "diariser": "ears"})


@pytest.mark.parametrize("ending", [".vtt", ".transcript.vtt"])
def test_a_transcript_beside_the_recording_lends_its_names(handed_in, listening, ending):
    recording = Path(handed_in.recording)
    recording.with_suffix(ending).write_text(TRANSCRIPT)
    asked = replace(handed_in, transcript=None)
    session = workflow.analyse(asked, settings=listening, progress=Heard())
    assert voices(session, listening) == {"Ana": "S1", "Ben": "S2"}


def test_a_transcript_that_is_named_lends_its_names(handed_in, listening):
    asked = replace(handed_in, transcript=None, names=handed_in.transcript)
    session = workflow.analyse(asked, settings=listening, progress=Heard())
    assert voices(session, listening) == {"Ana": "S1", "Ben": "S2"}


def test_what_lies_beside_the_recording_and_is_no_transcript_is_passed_over(handed_in, listening):
    Path(handed_in.recording).with_suffix(".vtt").write_text("shopping list")
    asked = replace(handed_in, transcript=None)
    session = workflow.analyse(asked, settings=listening, progress=Heard())
    assert voices(session, listening) == {"Voice 1": "S1", "Voice 2": "S2"}


def test_a_folder_of_tracks_tells_who_spoke(handed_in, listening, tmp_path):
    folder = tmp_path / "tracks"
    folder.mkdir()
    rng = np.random.default_rng(1)
    for name, start, end in (("Maya", 0.5, 3.0), ("Tom", 3.2, 6.0)):
        sound = rng.normal(0, 4, 10 * SAMPLE_RATE)
        sound[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)] *= 600
        with wave.open(str(folder / f"{name}.wav"), "wb") as wav:
            wav.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
            wav.writeframes(sound.astype(np.int16).tobytes())
    asked = replace(handed_in, recording=str(folder), transcript=None)
    by_track = listening.model_copy(update={"diariser": "auto"})
    session = workflow.analyse(asked, settings=by_track, progress=Heard())
    analysis = workflow.load(session, settings=listening)
    assert [speaker.name for speaker in analysis.speakers] == ["Maya", "Tom"]
    assert analysis.engines["diarise"].startswith("tracks")
    assert [u.speaker for u in analysis.utterances] == ["S1", "S2"]


def test_a_session_without_its_sound_says_so(session, settings):
    workflow.audio_file(session, settings=settings).unlink()
    with pytest.raises(StoreError, match="is not there any more"):
        workflow.audio_file(session, settings=settings)
    assert workflow.load(session, settings=settings).utterances

"""Truth is found beside the recordings, and read with clear words where it cannot be."""

import json

import pytest

from analyser.errors import InputError
from analyser.evaluate.truth import cases_in, gold_in, turns_in

LINE = "SPEAKER {uri} 1 {start} {length} <NA> <NA> {voice} <NA> <NA>\n"
SAID = {"start": 1.0, "end": 2.0, "speaker": "Ann", "text": "Why?", "act": "open_question"}


def touch(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("[]" if name.endswith(".json") else "")


def found(folder):
    return {
        (c.name, c.audio and c.audio.name, c.rttm and c.rttm.name, c.gold and c.gold.name)
        for c in cases_in(folder)
    }


def test_truth_lies_beside_the_recording_under_its_name(tmp_path):
    touch(tmp_path, "a.wav", "a.rttm", "a.gold.json", "b.m4a", "b.rttm", "c.MP3", "c.json", "d.wav")
    assert found(tmp_path) == {
        ("a", "a.wav", "a.rttm", "a.gold.json"),
        ("b", "b.m4a", "b.rttm", None),
        ("c", "c.MP3", None, "c.json"),
    }


def test_a_folder_of_its_own_may_name_it_plainly(tmp_path):
    touch(tmp_path, "sets/one/audio.m4a", "sets/one/truth.rttm", "sets/one/gold.json")
    touch(tmp_path, "sets/two/talk.ogg", "sets/two/anything.rttm")
    assert found(tmp_path) == {
        ("one", "audio.m4a", "truth.rttm", "gold.json"),
        ("talk", "talk.ogg", "anything.rttm", None),
    }


def test_of_several_turn_files_of_one_recording_the_first_is_taken(tmp_path):
    touch(tmp_path, "a.flac", "b.flac", "a.words.rttm", "a.people.rttm", "b.rttm")
    assert ("a", "a.flac", "a.people.rttm", None) in found(tmp_path)


def test_gold_without_a_recording_is_text_alone(tmp_path):
    touch(tmp_path, "one/gold.json", "two.gold.json", "notes.json")
    assert found(tmp_path) == {
        ("one", None, None, "gold.json"),
        ("two", None, None, "two.gold.json"),
    }


def test_hidden_files_are_passed_over(tmp_path):
    touch(tmp_path, ".cache/a.wav", ".cache/a.rttm", "b.wav", "b.rttm")
    assert [case.name for case in cases_in(tmp_path)] == ["b"]


@pytest.mark.parametrize("names", [[], ["a.wav"], ["a.rttm"], ["a.wav", "b.wav", "c.rttm"]])
def test_a_folder_without_truth_is_refused_with_advice(tmp_path, names):
    touch(tmp_path, *names)
    with pytest.raises(InputError, match="no recording with truth"):
        cases_in(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match="nowhere"):
        cases_in(tmp_path / "nowhere")


def rttm(folder, text):
    path = folder / "a.rttm"
    path.write_text(text)
    return path


def test_turns_are_read_in_order_of_time(tmp_path):
    text = (
        ";; made by hand\n"
        + LINE.format(uri="a", start="3.5", length="1.25", voice="B")
        + "SPKR-INFO a 1 <NA> <NA> <NA> unknown B <NA> <NA>\n"
        + LINE.format(uri="a", start="0", length="2", voice="A")
    )
    turns = turns_in(rttm(tmp_path, text), "a")
    assert [(t.start, t.end, t.speaker) for t in turns] == [(0, 2, "A"), (3.5, 4.75, "B")]


def test_of_many_recordings_in_one_file_the_named_one_is_taken(tmp_path):
    text = "".join(LINE.format(uri=uri, start=0, length=1, voice=uri.upper()) for uri in "abc")
    assert [t.speaker for t in turns_in(rttm(tmp_path, text), "b")] == ["B"]
    assert len(turns_in(rttm(tmp_path, text), "other")) == 3


@pytest.mark.parametrize("line", ["SPEAKER a 1 0 1\n", "SPEAKER a 1 x y <NA> <NA> A <NA>\n"])
def test_a_line_that_is_not_rttm_is_named(tmp_path, line):
    with pytest.raises(InputError, match="Line 2"):
        turns_in(rttm(tmp_path, ";;\n" + line), "a")


def gold(folder, content):
    path = folder / "a.gold.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return gold_in(path)


def test_gold_is_an_object_or_a_list(tmp_path):
    later = {**SAID, "start": 0.5, "end": 0.9, "speaker": "Ben", "act": None, "role": "member"}
    speakers = [{"name": "Ann", "role": "facilitator", "voice": "v1"}]
    whole = gold(tmp_path, {"id": "a", "speakers": speakers, "utterances": [SAID, later]})
    assert [u.speaker for u in whole.utterances] == ["Ben", "Ann"]
    assert [u.n for u in whole.utterances] == [0, 1]
    assert whole.acts == (None, "open_question")
    assert whole.roles == {"Ann": "facilitator", "Ben": "member"}
    assert gold(tmp_path, [SAID]).acts == ("open_question",)


def test_the_analysers_own_document_tells_roles_by_id(tmp_path):
    speakers = [{"id": "S1", "name": "Ann", "role": "facilitator"}]
    document = {"speakers": speakers, "utterances": [{**SAID, "speaker": "S1"}]}
    assert gold(tmp_path, document).roles["S1"] == "facilitator"


def test_gold_without_times_is_numbered(tmp_path):
    found = gold(tmp_path, [{"text": "Why?"}, {"text": "Mm.", "act": "other"}])
    assert not found.timed
    assert [u.start for u in found.utterances] == [0, 1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "not JSON"),
        ({"turns": []}, "no list of utterances"),
        ("[1]", "no list of utterances"),
        ([{**SAID, "act": "question"}], "unknown act 'question'"),
        ([{**SAID, "text": 3}], "utterance 0"),
    ],
)
def test_what_is_no_gold_file_is_said(tmp_path, content, words):
    with pytest.raises(InputError, match=words):
        gold(tmp_path, content)


def test_a_file_that_is_not_text_is_named(tmp_path):
    path = tmp_path / "a.gold.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"a\.gold\.json"):
        gold_in(path)

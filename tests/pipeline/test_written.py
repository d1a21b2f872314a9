"""A transcript with speakers stands in for transcription and diarisation."""

from __future__ import annotations

import json
import wave
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.domain import Speaker, Turn, unheard
from analyser.errors import TranscriptError
from analyser.pipeline.audio import Audio
from analyser.pipeline.cues import Cue, read_cues
from analyser.pipeline.written import Written, from_cues, read

ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:03.000
Helen Marsh: Okay, let's make a start.

2
00:00:03.200 --> 00:00:04.000
Who'd like to go?

3
00:00:05.000 --> 00:00:09.500
Tom (he/him): So, it's about my team: we're three short.
"""

TEAMS = """WEBVTT

NOTE Confidence: 0.9

0b1c/12-0
00:00:01.000 --> 00:00:03.000
<v Marsh, Helen>Okay, let's
make a start.</v>

0b1c/12-1
00:00:03.200 --> 00:00:04.000
<v.loud Tom>R&amp;D <i>first</i>.</v>
"""

SRT = """1
00:00:01,000 --> 00:00:03,000
HELEN: Okay.
TOM: Right, yes.

2
00:00:03,500 --> 00:00:04,000
{\\an8}<i>Let's go.</i>
"""


def write(folder: Path, content: str | bytes, name: str = "meeting.vtt") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def said(transcript: Written) -> list[tuple[str, str]]:
    """Each turn's speaker and words."""
    names = {speaker.id: speaker.name for speaker in transcript.speakers}
    rows: list[tuple[str, str]] = []
    for word in transcript.words:
        name = names[word.speaker]
        if rows and rows[-1][0] == name:
            rows[-1] = (name, f"{rows[-1][1]} {word.text}")
        else:
            rows.append((name, word.text))
    return rows


def test_zoom_names_stand_before_a_colon_and_hold_until_the_next(tmp_path):
    transcript = read(write(tmp_path, ZOOM))
    assert said(transcript) == [
        ("Helen Marsh", "Okay, let's make a start. Who'd like to go?"),
        ("Tom (he/him)", "So, it's about my team: we're three short."),
    ]
    assert transcript.turns == (
        Turn(start=1.0, end=4.0, speaker="S1"),
        Turn(start=5.0, end=9.5, speaker="S2"),
    )


def test_teams_names_stand_in_voice_tags(tmp_path):
    assert said(read(write(tmp_path, TEAMS))) == [
        ("Marsh, Helen", "Okay, let's make a start."),
        ("Tom", "R&D first."),
    ]


def test_srt_may_hold_two_voices_in_one_cue(tmp_path):
    transcript = read(write(tmp_path, SRT, "meeting.srt"))
    assert said(transcript) == [("HELEN", "Okay."), ("TOM", "Right, yes. Let's go.")]
    assert transcript.turns[0].end == transcript.turns[1].start


def test_words_share_the_time_of_their_cue_by_length(tmp_path):
    transcript = read(write(tmp_path, "00:10.000 --> 00:20.000\nAnn: a bbb ccccc\n"))
    assert [(word.start, word.end) for word in transcript.words] == [
        (10.0, 11.667),
        (11.667, 15.0),
        (15.0, 20.0),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + ZOOM.encode(),
        ZOOM.replace("\n", "\r\n").encode(),
        ZOOM.replace("\n", "\r").encode(),
        ZOOM.encode("utf-16"),
        b"\xfe\xff" + ZOOM.encode("utf-16-be"),
        ZOOM.removeprefix("WEBVTT\n\n").encode(),
        ZOOM.replace("00:00:0", "0:0").encode(),
    ],
)
def test_marks_line_ends_and_encodings_make_no_difference(tmp_path, content):
    expected = read(write(tmp_path, ZOOM, "plain.vtt"))
    transcript = read(write(tmp_path, content))
    assert (transcript.words, transcript.turns, transcript.speakers) == (
        expected.words,
        expected.turns,
        expected.speakers,
    )


def test_old_windows_text_keeps_its_accents(tmp_path):
    content = "00:01.000 --> 00:02.000\nZoë: It’s a café.\n".encode("cp1252")
    assert said(read(write(tmp_path, content))) == [("Zoë", "It’s a café.")]


def test_a_colon_in_a_sentence_names_nobody():
    text = (
        "00:01.000 --> 00:02.000\nAnn: Hello.\n\n"
        "00:02.000 --> 00:03.000\nthe thing is: I left\n\n"
        "00:03.000 --> 00:04.000\nsee https://example.org at 10:30\n"
    )
    assert {cue.speaker for cue in read_cues(text, name="x")} == {"Ann"}


def test_a_small_name_counts_if_it_begins_several_cues():
    text = "00:01.000 --> 00:02.000\nann smith: Hi.\n\n00:02.000 --> 00:03.000\nann smith: So.\n"
    assert {cue.speaker for cue in read_cues(text, name="x")} == {"ann smith"}


def test_what_nobody_is_named_for_at_the_start_is_unknown():
    text = "00:01.000 --> 00:02.000\nhello?\n\n00:02.000 --> 00:03.000\nAnn: Hi.\n"
    assert [cue.speaker for cue in read_cues(text, name="x")] == ["Unknown", "Ann"]


def test_empty_cues_are_passed_over_and_cues_are_put_in_order(tmp_path):
    text = (
        "00:05.000 --> 00:06.000\nAnn: Later.\n\n"
        "00:03.000 --> 00:04.000\n\n"
        "00:01.000 --> 00:02.000\nTom: Sooner.\n"
    )
    assert said(read(write(tmp_path, text))) == [("Tom", "Sooner."), ("Ann", "Later.")]


def test_cues_without_an_empty_line_between_them_are_two():
    text = "1\n00:01.000 --> 00:02.000\nAnn: One.\n2\n00:02.000 --> 00:03.000\nTom: Two.\n"
    assert [(cue.speaker, cue.text) for cue in read_cues(text, name="x")] == [
        ("Ann", "One."),
        ("Tom", "Two."),
    ]


def test_voices_that_overlap_keep_their_own_turns(tmp_path):
    text = (
        "00:01.000 --> 00:05.000\nAnn: A long story.\n\n"
        "00:02.000 --> 00:03.000\nTom: Mm.\n\n"
        "00:05.200 --> 00:06.000\nAnn: And so on.\n"
    )
    assert read(write(tmp_path, text)).turns == (
        Turn(start=1.0, end=6.0, speaker="S1"),
        Turn(start=2.0, end=3.0, speaker="S2"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WEBVTT\n\n00:00:xx --> 00:00:05.000\nAnn: Hi.\n", "Line 3"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nAnn: Hi.\n\n00:03.000 --> soon\nOh.\n", "Line 6"),
        ("WEBVTT\n\n00:05.000 --> 00:02.000\nAnn: Hi.\n", "Line 3 .* ends before it begins"),
        ("WEBVTT\n", "No times"),
        ("Just some notes of the meeting.", "No times"),
        ("", "No times"),
        ("00:01.000 --> 00:02.000\nhello there\n", "Nobody is named"),
        ('{"utterances": [', "Invalid JSON"),
        ("[]", "should be an object"),
        ('{"utterances": [{"start": 1, "end": 2, "text": "Hi"}]}', r"utterances\.0\.speaker"),
        ('{"utterances": [{"start": NaN, "end": 2, "speaker": "A", "text": ""}]}', "start"),
        ('{"utterances": [{"start": 3, "end": 2, "speaker": "A", "text": ""}]}', "Utterance 0"),
        ("[" * 100_000, "recursion"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(tmp_path, text, expected):
    with pytest.raises(TranscriptError, match=expected) as refusal:
        read(write(tmp_path, text))
    assert refusal.value.remedy


@pytest.mark.parametrize("content", [b"PK\x03\x04\0\0\0\0", bytes(range(256)) * 10])
def test_a_file_that_is_no_text_is_refused(tmp_path, content):
    with pytest.raises(TranscriptError, match="not a text file"):
        read(write(tmp_path, content, "meeting.docx"))


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path):
    with pytest.raises(TranscriptError, match="cannot be opened"):
        read(tmp_path / "nowhere.vtt")
    large = tmp_path / "large.vtt"
    with large.open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(TranscriptError, match="larger than"):
        read(large)


def test_the_projects_json_brings_names_and_roles(tmp_path):
    document = {
        "schema": 1,
        "speakers": [{"id": "S7", "name": "Helen", "role": "facilitator", "airtime": 3}],
        "utterances": [
            {"n": 0, "start": 1, "end": 2, "speaker": "S7", "text": "What  now?", "act": "other"},
            {"n": 1, "start": 2, "end": 3, "speaker": "Tom", "role": "presenter", "text": "Well."},
            {"n": 2, "start": 3, "end": 4, "speaker": "Sam", "role": "boss", "text": "Hm."},
        ],
    }
    transcript = read(write(tmp_path, json.dumps(document), "session.json"))
    assert transcript.speakers == (
        Speaker(id="S1", name="Helen", role="facilitator"),
        Speaker(id="S2", name="Tom", role="presenter"),
        Speaker(id="S3", name="Sam"),
    )
    assert [word.text for word in transcript.words] == ["What", "now?", "Well.", "Hm."]


def test_the_id_changes_with_the_content_only(tmp_path):
    first = read(write(tmp_path, ZOOM))
    assert first.id == read(write(tmp_path, ZOOM, "other-name.vtt")).id
    assert first.id != read(write(tmp_path, TEAMS)).id


def silence(folder: Path, seconds: int) -> Audio:
    with wave.open(str(folder / "audio.wav"), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(16_000)
        wav.writeframes(bytes(32_000 * seconds))
    return Audio(id="silence", path=folder / "audio.wav")


def test_it_is_a_transcriber_and_a_diariser(tmp_path):
    transcript = read(write(tmp_path, ZOOM))
    audio = silence(tmp_path, 10)
    heard = transcript.transcribe(audio, remember=lambda _window, work: work(), progress=unheard)
    assert heard == transcript.words
    assert transcript.diarise(audio, progress=unheard) == transcript.turns


def test_a_transcript_of_another_recording_is_refused(tmp_path):
    transcript = read(
        write(
            tmp_path,
            "00:01.000 --> 01:00:00.000\nAnn: Hi.\n\n01:00:00.000 --> 01:01:00.000\nAnn: Bye.\n",
        )
    )
    with pytest.raises(TranscriptError, match="goes on to minute 60"):
        transcript.transcribe(
            silence(tmp_path, 1), remember=lambda _window, work: work(), progress=unheard
        )


CUES = st.lists(
    st.tuples(
        st.floats(0, 9_000, allow_nan=False),
        st.floats(0, 30, allow_nan=False),
        st.sampled_from(["Ann", "Tom Rowe", "Priya"]),
        st.text(st.sampled_from("abc .,?é<>&:-"), min_size=1, max_size=40),
    ),
    min_size=1,
    max_size=15,
)


@settings(deadline=None)
@given(CUES)
def test_whatever_the_cues_words_lie_in_them_and_turns_do_not_overlap_themselves(made):
    cues = [Cue(start=a, end=a + b, speaker=who, text=text) for a, b, who, text in sorted(made)]
    transcript = from_cues(cues, (), digest="some")
    assert sum(len(cue.text.split()) for cue in cues) == len(transcript.words)
    for word in transcript.words:
        assert any(
            turn.speaker == word.speaker
            and turn.start - 0.002 <= word.start <= word.end <= turn.end + 0.002
            for turn in transcript.turns
        )
    for voice in {turn.speaker for turn in transcript.turns}:
        own = [turn for turn in transcript.turns if turn.speaker == voice]
        assert all(b.start >= a.end for a, b in pairwise(own))


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_words(text):
    try:
        cues = read_cues(f"00:01.000 --> 00:02.000\nAnn: {text}\n", name="x.vtt")
    except TranscriptError:
        return
    assert all(1 <= cue.start <= cue.end <= 2 for cue in cues)

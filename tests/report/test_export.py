"""Tables, subtitles and turns."""

import csv
import io
import re

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st
from pyannote.database.util import load_rttm

from analyser.errors import InputError
from analyser.report import FORMATS, csv_of, export, rttm_of, summary, vtt_of
from analyser.report.tables import neutral
from tests.measures.made import session
from tests.report.made import analysis


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def cues(text):
    return webvtt.from_string(text).captions


def test_an_unknown_format_lists_the_known_ones():
    with pytest.raises(InputError) as error:
        export(analysis(), "docx")
    assert error.value.remedy == "Known formats: json, csv, vtt, rttm."


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_session_can_be_exported(form):
    assert isinstance(export(session(), form), str)


def test_the_table_has_a_row_for_each_utterance():
    table = rows(csv_of(analysis()))
    assert len(table) == 5
    assert table[3] == {
        "n": "3",
        "start": "65.000",
        "end": "67.000",
        "speaker": "S3",
        "name": "Jo -->",
        "role": "member",
        "act": "advice",
        "form": "disguised",
        "confidence": "0.750",
        "cue": "Why ",
        "by": "rules-1",
        "text": "Why don't you just --> put it on the wall?",
    }


def test_no_cell_is_a_formula():
    table = rows(csv_of(analysis()))
    assert table[1]["text"] == "'=1+1 is what they pay me & mine <really>"
    assert table[1]["cue"] == "'=1+1"


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\uff1d1"])
def test_whatever_begins_a_formula_is_neutralised(cell):
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=1", "Well - no.", "'tis", "1+1"])
def test_other_cells_stay_as_they_are(cell):
    assert neutral(cell) == cell


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_stays_in_its_cell(name, text):
    made = session((0, 1, "S1", "other", text), names={"S1": name})
    (row,) = rows(csv_of(made))
    assert row["text"] in (text, f"'{text}")
    assert row["name"].removeprefix("'") == (name or "").removeprefix("'")
    assert len(row) == 12


def test_subtitles_carry_voices_and_times():
    found = cues(vtt_of(analysis()))
    assert [cue.voice for cue in found][:1] == ["Ruth"]
    assert (found[4].start, found[4].end) == ("01:00:00.000", "01:01:01.000")
    assert found[2].text == "What have you tried so far?"


def test_markup_in_subtitles_is_only_text():
    text = vtt_of(analysis())
    assert "<v Amir &amp; Co &lt;x&gt;>=1+1 is what they pay me &amp; mine &lt;really&gt;" in text
    assert "just --&gt; put" in text


def test_an_utterance_of_no_length_can_still_be_shown():
    assert cues(vtt_of(session((2, 2, "S1", "other", "Hm."))))[0].end == "00:00:02.001"


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.lists(texts, max_size=5), texts)
def test_any_text_gives_one_cue_for_each_utterance(said, name):
    made = session(
        *[(n, n + 1, "S1", "other", text) for n, text in enumerate(said)],
        names={"S1": name},
        roles={"S1": "member"},
    )
    text = vtt_of(made)
    assert text.startswith("WEBVTT")
    assert len(cues(text)) == len(said)
    assert len(re.findall(r"-->", text)) == len(said)


def test_turns_are_rttm(tmp_path):
    path = tmp_path / "set.rttm"
    path.write_text(rttm_of(analysis()), encoding="utf-8")
    assert path.read_text().splitlines()[1] == (
        "SPEAKER My_set,_part_1 1 3.250 58.250 <NA> <NA> S2 <NA> <NA>"
    )
    (annotation,) = load_rttm(path).values()
    assert annotation.labels() == ["S1", "S2", "S3"]
    assert annotation.label_duration("S2") == pytest.approx(58.25)


def test_a_summary_has_a_row_for_each_voice_and_the_warnings():
    found = summary(analysis())
    assert found.sentence.startswith("In 1 hour 2 minutes three people spoke; Ruth asked")
    assert found.columns[:3] == ("Voice", "Role", "Airtime")
    assert [row[0] for row in found.rows] == ["Jo -->", "Amir & Co <x>", "Ruth"]
    assert found.rows[0][2] == "1 min 3 s"
    assert found.warnings[0] == "The recording is quiet."

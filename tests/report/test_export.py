"""Tables, subtitles, turns and tiers, each read back by somebody else's reader."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from html import escape
from itertools import pairwise

import pandas as pd
import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st
from praatio import textgrid
from pyannote.database.util import load_rttm
from pympi import Eaf

from analyser.domain import Mark, Session
from analyser.errors import InputError
from analyser.measures import DEFINITIONS, measure
from analyser.report import FORMATS, export, file_name, rttm_of, srt_of, summary, vtt_of
from analyser.report.pictures import PICTURES
from analyser.report.tables import csv_of, parquet_of
from analyser.report.texts import neutral
from analyser.report.tidy import UTTERANCES
from tests.conftest import ROOT
from tests.measures.made import session
from tests.report.made import analysis

FORMULAS = ["=1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\uff1d1"]

MARKS = (
    Mark(id="r1", kind="round", start=0.0, end=70.0, presenter="S2", by="me"),
    Mark(id="s1", kind="stage", start=60.0, end=70.0, stage="questions", by="me"),
    Mark(id="r2", kind="round", start=3600.0, end=3700.0, by="me"),
)


def marked():
    return replace(analysis(), marks=MARKS)


def table(made, **kinds):
    text = csv_of(made, measure(made), **kinds)
    return list(csv.DictReader(io.StringIO(text, newline="")))


def cues(text):
    return webvtt.from_string(text).captions


def sheets(made):
    """The cells of each sheet of the workbook, read from its XML by pandas' own means."""
    content = export(made, "xlsx")
    return content, zipfile.ZipFile(io.BytesIO(content))


def test_an_unknown_format_lists_the_known_ones():
    with pytest.raises(InputError) as error:
        export(analysis(), "docx")
    assert error.value.remedy.startswith("Known formats: json, xlsx, csv, parquet, vtt, srt, rttm")


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_session_can_be_exported(form):
    assert isinstance(export(session(), form), str | bytes)


def test_the_table_has_a_row_for_each_utterance():
    rows = table(analysis(), session="ab12")
    assert len(rows) == 5
    assert rows[3] == {
        "session_id": "ab12",
        "utterance_id": "3",
        "start": "65.000",
        "end": "67.000",
        "speaker": "S3",
        "name": "Jo -->",
        "role": "member",
        "label": "advice",
        "form": "disguised",
        "p_label": "0.750",
        "cue": "Why ",
        "by": "rules-1",
        "invited": "False",
        "edited_by": "",
        "round": "",
        "stage": "",
        "text": "Why don't you just --> put it on the wall?",
    }


def test_rounds_and_stages_are_those_in_which_an_utterance_lies():
    rows = table(marked())
    assert [row["round"] for row in rows] == ["1", "1", "1", "1", "2"]
    assert [row["stage"] for row in rows] == ["", "", "questions", "questions", ""]


def test_no_cell_is_a_formula():
    rows = table(analysis())
    assert rows[1]["text"] == "'=1+1 is what they pay me & mine <really>"
    assert rows[1]["cue"] == "'=1+1"


@pytest.mark.parametrize("cell", FORMULAS)
def test_whatever_begins_a_formula_is_neutralised(cell):
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_name_that_begins_a_formula_is_neutralised_in_every_table(cell):
    made = session((0, 1, "S1", "advice", cell), names={"S1": cell}, roles={"S1": "member"})
    (row,) = table(made, session=cell)
    assert [row["name"], row["text"], row["session_id"]] == [f"'{cell}"] * 3
    _content, book = sheets(made)
    texts = "".join(book.read(name).decode() for name in book.namelist())
    assert "<f>" not in texts
    assert "hyperlink" not in texts


@pytest.mark.parametrize("cell", ["", "a=1", "Well - no.", "'tis", "1+1"])
def test_other_cells_stay_as_they_are(cell):
    assert neutral(cell) == cell


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_stays_in_its_cell(name, text):
    made = session((0, 1, "S1", "other", text), names={"S1": name})
    (row,) = table(made)
    assert row["text"] in (text, f"'{text}")
    assert len(row) == len(UTTERANCES)


def test_parquet_keeps_types_and_texts_as_they_are():
    made = marked()
    found = pd.read_parquet(io.BytesIO(parquet_of(made, measure(made), session="ab12")))
    assert list(found.columns) == list(UTTERANCES)
    assert list(found["utterance_id"]) == [0, 1, 2, 3, 4]
    assert found["start"].dtype == "float64"
    assert found["text"][1] == "=1+1 is what they pay me & mine <really>"
    assert list(found["round"]) == [1, 1, 1, 1, 2]
    assert found["invited"].isna().tolist() == [True, True, True, False, False]


def test_an_empty_table_has_the_same_columns_and_types():
    full, empty = (
        pd.read_parquet(io.BytesIO(parquet_of(made, measure(made))))
        for made in (analysis(), session())
    )
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


def test_the_workbook_holds_every_list_and_every_measure():
    _content, book = sheets(marked())
    names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
    assert names == [
        *("Summary", "Measures", "Airtime", "Questions", "Advice"),
        *("Utterances", "Turns", "Rounds and stages", "Put right"),
    ]
    strings = book.read("xl/sharedStrings.xml").decode()
    assert [name for name in DEFINITIONS if f">{name}<" not in strings] == []
    assert "&#x27;=1+1" in strings or "'=1+1 is what they pay me" in strings


def test_the_workbook_can_hold_signs_that_xml_cannot():
    made = session((0, 1, "S1", "advice", "a\x00b\x0bc\ud800"[:5]), names={"S1": "\x01"})
    assert export(made, "xlsx")[:2] == b"PK"


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


def test_srt_tells_names_and_text_as_they_are():
    found = webvtt.from_buffer(io.StringIO(srt_of(analysis())), format="srt").captions
    assert [cue.raw_text for cue in found][:2] == [
        "Ruth: Who would like to go first?",
        "Amir & Co <x>: =1+1 is what they pay me & mine <really>",
    ]
    assert found[3].raw_text == "Jo →: Why don't you just → put it on the wall?"
    assert found[4].start == "01:00:00.000"


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
    assert len(re.findall(r"-->", srt_of(made))) == len(said)


def test_turns_are_rttm(tmp_path):
    path = tmp_path / "set.rttm"
    path.write_text(rttm_of(analysis()), encoding="utf-8")
    assert path.read_text().splitlines()[1] == (
        "SPEAKER My_set,_part_1 1 3.250 58.250 <NA> <NA> S2 <NA> <NA>"
    )
    (annotation,) = load_rttm(path).values()
    assert annotation.labels() == ["S1", "S2", "S3"]
    assert annotation.label_duration("S2") == pytest.approx(58.25)


def elan(made, folder):
    path = folder / "set.eaf"
    path.write_text(export(made, "eaf"), encoding="utf-8")
    return Eaf(str(path))


def praat(made, folder):
    path = folder / "set.TextGrid"
    path.write_text(export(made, "textgrid"), encoding="utf-8")
    return textgrid.openTextgrid(str(path), includeEmptyIntervals=False)


def test_elan_reads_voices_acts_rounds_and_stages(tmp_path):
    found = elan(marked(), tmp_path)
    assert sorted(found.get_tier_names()) == sorted(
        [
            *("Amir & Co <x>", "Jo -->", "Ruth", "act@Amir & Co <x>", "act@Jo -->", "act@Ruth"),
            *("rounds", "stages"),
        ]
    )
    assert min(found.get_annotation_data_for_tier("Jo -->")) == (
        *(65000, 67000),
        "Why don't you just --> put it on the wall?",
    )
    acts = sorted(found.get_annotation_data_for_tier("act@Jo -->"))
    assert [label for _start, _end, label in acts] == ["advice, disguised", "advice, direct"]
    rounds = sorted(found.get_annotation_data_for_tier("rounds"))
    assert rounds[0] == (0, 70000, "Round 1: Amir & Co <x>")
    assert found.get_annotation_data_for_tier("stages") == [(60000, 70000, "Questions")]


def test_praat_reads_utterances_and_turns(tmp_path):
    found = praat(marked(), tmp_path)
    assert found.tierNames[:2] == ("Ruth", "Ruth, turns")
    assert found.maxTimestamp == 3700.0
    ruth = found.getTier("Ruth").entries
    assert [tuple(entry) for entry in ruth] == [
        (0.5, 3.0, "Who would like to go first?"),
        (62.0, 64.0, "What have you tried so far?"),
    ]
    assert found.getTier("stages").entries[0].label == "Questions"


_signs = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_said = st.lists(
    st.tuples(st.integers(0, 9000), st.integers(0, 5000), st.sampled_from("AB"), _signs), max_size=6
)


@settings(max_examples=30, deadline=None)
@given(_said, _signs)
def test_any_session_gives_tiers_in_which_nothing_overlaps(tmp_path_factory, said, name):
    rows = sorted(
        (start / 1000, (start + length) / 1000, v, "other", t) for start, length, v, t in said
    )
    made = session(*rows, names={"A": name, "B": name}, roles={"A": "member", "B": "member"})
    folder = tmp_path_factory.mktemp("tiers")
    tiers = elan(made, folder)
    for tier in tiers.get_tier_names():
        times = sorted((s, e) for s, e, *_rest in tiers.get_annotation_data_for_tier(tier))
        assert all(s < e for s, e in times)
        assert all(end <= start for (_, end), (start, _) in pairwise(times))
    assert len(praat(made, folder).tierNames) == 4


def test_charts_are_pictures_with_their_words():
    svg = export(analysis(), "airtime-svg")
    assert svg.startswith("<svg")
    assert "<title>Jo --&gt; (member) spoke most" in svg
    assert "http" not in svg.replace("http://www.w3.org", "")
    assert export(analysis(), "creep-png").startswith(b"\x89PNG")


@pytest.mark.parametrize("chart", PICTURES)
def test_every_chart_leaves_as_svg_and_as_png(chart):
    words = PICTURES[chart](analysis(), measure(analysis())).words
    assert f"<title>{escape(words)}</title>" in export(analysis(), f"{chart}-svg")
    assert export(analysis(), f"{chart}-png").startswith(b"\x89PNG")


def test_every_chart_of_the_session_page_leaves():
    page = (ROOT / "analyser" / "dashboard" / "sections").glob("*.py")
    lines = [line for file in page for line in file.read_text().splitlines()]
    drawn = {
        chart.strip()
        for line in lines
        if line.startswith("from analyser.report.charts import ")
        for chart in line.rpartition(" import ")[2].split(",")
    }
    assert drawn == set(PICTURES)


def test_a_chart_can_hold_any_name():
    made = session((0, 9, "S1", "other", "Hm."), names={"S1": "😀" * 60}, roles={"S1": "member"})
    assert "…" in export(made, "timeline-svg")


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Set of 3 March", "Set-of-3-March.csv"),
        ("../../etc/passwd", "etc-passwd.csv"),
        ("Zoë & Ann", "Zoë-Ann.csv"),
        ("…", "session.csv"),
        ("x" * 200, "x" * 80 + ".csv"),
    ],
)
def test_a_file_is_named_after_its_session(name, file):
    assert file_name(name, ".csv") == file


def test_the_document_says_which_session_it_is_of():
    made = Session(id="ab12", name="Set", created="2026-03-04", recording=analysis().recording)
    assert '"held": ""' in export(analysis(), "json", session=made)


def test_a_summary_has_a_row_for_each_voice_and_the_warnings():
    found = summary(analysis())
    assert found.sentence.startswith("In 1 hour 2 minutes three people spoke; Ruth asked")
    assert found.columns[:3] == ("Voice", "Role", "Airtime")
    assert [row[0] for row in found.rows] == ["Jo -->", "Amir & Co <x>", "Ruth"]
    assert found.rows[0][2] == "1 min 3 s"
    assert found.warnings[0] == "The recording is quiet."

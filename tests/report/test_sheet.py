"""The feedback sheet on paper: what it says, that it is tagged, and that no text in it is run."""

import io
import json
import re
import runpy
import zlib
from dataclasses import asdict, replace

import docx
import pytest
import typst
from docx.oxml.ns import qn

from analyser.domain import Behaviour, Rating, Session, Sheet, SheetItem
from analyser.errors import InputError
from analyser.measures import DEFINITIONS, measure
from analyser.report.sheet import pdf, sheet_docx, sheet_pdf, told_in
from tests.conftest import ROOT
from tests.dashboard import made

INERT = '#import "x": y  $x$ *b* _i_ <tag> @ref \\u{41} {{ 7*7 }} {% for x in y %} & =1+1'
ODD = "漢字 عربى 😀 \ue000 \x00\x0b \u2028"

RUBRIC = (
    Behaviour(id="rules", title="Ground rules set", question="Was it said how the set works?"),
)


@pytest.fixture(scope="module")
def analysis():
    return made.analysis()


@pytest.fixture(scope="module")
def measures(analysis):
    return measure(analysis)


@pytest.fixture
def session(analysis):
    return Session(
        id="ab12",
        name="Set of 3 March",
        created="2026-03-04T10:00:00+00:00",
        recording=analysis.recording,
        held="2026-03-03",
        programme="Spring course",
    )


def sheet(**changes):
    whole = Sheet(
        session="ab12",
        by="ines",
        changed="2026-03-05T09:00:00+00:00",
        signed="2026-03-05T10:00:00+00:00",
        opening="You gave Tom a lot of room.\n\nHere is what I heard.",
        strengths=(SheetItem(text="You let the silence stand.", start=122.0, end=130.0),),
        wonders=(SheetItem(text="I wonder how Grace felt in the last ten minutes."),),
        next_time=(SheetItem(text="Ask for the question behind the advice."),),
        ratings=(Rating(behaviour="rules", seen="partly", note="At the start."),),
        figures=("open_share", "advice_share"),
        goals=("Half of my questions open: met.",),
        closing="Thank you.",
    )
    return replace(whole, **changes)


def printed(one, session, analysis, measures, **kinds):
    return sheet_pdf(one, session, analysis, measures, author="Ines Okafor", **kinds)


def typed(one, session, analysis, measures, **kinds):
    content = sheet_docx(one, session, analysis, measures, author="Ines Okafor", **kinds)
    return docx.Document(io.BytesIO(content))


def words_of(document):
    tables = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + tables


def inside(content):
    """The PDF with its streams unpacked, to look for what a reader of tags looks for."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    unpacked = []
    for stream in streams:
        try:
            unpacked.append(zlib.decompress(stream))
        except zlib.error:
            unpacked.append(stream)
    return b"\n".join([content, *unpacked])


def test_the_sheet_says_who_wrote_what_about_which_day(session, analysis, measures):
    told = told_in(
        *(sheet(), session, analysis, measures),
        author="Ines Okafor",
        goals=("Invite the quiet voices",),
        rubric=RUBRIC,
    )
    assert (told.day, told.signed, told.author) == ("3 March 2026", "5 March 2026", "Ines Okafor")
    assert told.opening == ("You gave Tom a lot of room.", "Here is what I heard.")
    assert told.strengths[0].at == "2:02"
    assert (told.seen[0].title, told.seen[0].seen) == ("Ground rules set", "In part")
    assert told.goals_set == ("Invite the quiet voices",)


def test_the_trainees_own_questions_are_numbered_and_in_full(session, analysis, measures):
    told = told_in(sheet(), session, analysis, measures, author="")
    asked = [
        spoken.text
        for spoken, act in zip(analysis.utterances, analysis.acts, strict=True)
        if spoken.speaker == "S1" and act.act in {"open_question", "closed_question"}
    ]
    assert [question.text for question in told.questions] == asked
    assert [question.number for question in told.questions] == list(range(1, len(asked) + 1))
    assert told_in(sheet(questions=False), session, analysis, measures, author="").questions == ()


def test_figures_stand_with_their_doubt_and_their_meaning(session, analysis, measures):
    told = told_in(sheet(), session, analysis, measures, author="")
    own, of_all = told.figures[0].readings
    assert (own.who, of_all.who) == ("You", "The set")
    assert " to " in own.value
    assert told.figures[0].meaning == DEFINITIONS["open_share"]


def test_the_pdf_is_tagged_and_says_what_it_is(session, analysis, measures):
    content = inside(printed(sheet(), session, analysis, measures, rubric=RUBRIC))
    assert content.startswith(b"%PDF-")
    assert b"/MarkInfo<</Marked true" in content.replace(b" <<", b"<<")
    assert b"/StructTreeRoot" in content
    assert b"pdfuaid:part>1<" in content
    assert b"/Lang(en-GB)" in content
    assert b"Feedback on Set of 3 March" in content
    assert b"/Alt" in content
    assert b"/S/TH" in content.replace(b" ", b"")


def test_every_font_is_inside_the_pdf(session, analysis, measures):
    content = inside(printed(sheet(), session, analysis, measures))
    fonts = re.findall(rb"/FontDescriptor\b", content)
    assert fonts
    assert content.count(b"/FontFile") >= 1


def test_what_people_typed_is_only_text_in_the_pdf(session, analysis, measures):
    hostile = sheet(
        opening=INERT,
        strengths=(SheetItem(text=INERT),),
        goals=(INERT,),
        closing=INERT,
    )
    named = replace(session, name=INERT, programme=INERT)
    told = told_in(hostile, named, analysis, measures, author=INERT)
    assert told.opening == (INERT.replace("  ", " "),)
    template = (ROOT / "analyser" / "report" / "templates" / "sheet.typ").read_bytes()
    seen = typst.query(
        template,
        "heading.where(level: 1)",
        field="body",
        one=True,
        sys_inputs={"sheet": json.dumps({**asdict(told), "charts": []})},
    )
    assert json.loads(seen) == {"func": "text", "text": told.session}
    assert sheet_pdf(hostile, named, analysis, measures, author=INERT).startswith(b"%PDF-")


def test_signs_that_no_font_has_do_not_stop_the_pdf(session, analysis, measures):
    content = inside(printed(sheet(opening=ODD), session, analysis, measures))
    assert b"/StructTreeRoot" in content


def test_a_sheet_with_next_to_nothing_in_it_is_still_a_document(session, analysis, measures):
    bare = Sheet(session="ab12", by="ines", changed="", questions=False)
    assert printed(bare, session, analysis, measures).startswith(b"%PDF-")
    assert "not signed yet: a draft" in words_of(typed(bare, session, analysis, measures))[2]


def test_every_page_can_be_looked_at(session, analysis, measures):
    told = told_in(sheet(), session, analysis, measures, author="")
    pages = pdf.compiled(told, (), form="png")
    assert len(pages) >= 1
    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_the_word_file_says_the_same(session, analysis, measures):
    document = typed(sheet(), session, analysis, measures, rubric=RUBRIC, goals=("Ask more",))
    words = words_of(document)
    for text in (
        "Set of 3 March",
        "3 March 2026 · Spring course · Written by Ines Okafor · signed on 5 March 2026",
        "You let the silence stand. (at 2:02)",
        "Ground rules set: At the start.",
        "Ask more",
        "Thank you.",
    ):
        assert text in words
    assert document.core_properties.title == "Feedback on Set of 3 March"
    assert [text for text in words if "{{" in text or "{%" in text] == []


def test_pictures_in_the_word_file_have_their_words(session, analysis, measures):
    document = typed(sheet(), session, analysis, measures)
    drawn = list(document.element.body.iter(qn("wp:docPr")))
    assert len(drawn) == 2
    assert all(picture.get("descr") for picture in drawn)


@pytest.mark.parametrize("text", [INERT, ODD, "</w:t></w:r><w:p>"])
def test_what_people_typed_is_only_text_in_the_word_file(session, analysis, measures, text):
    named = replace(session, name=text)
    words = words_of(typed(sheet(opening=text, closing=text), named, analysis, measures))
    told = told_in(sheet(opening=text), named, analysis, measures, author="")
    assert told.session in words
    assert all(line in words for line in told.opening)


def template(folder, *lines):
    path = folder / "sheet.docx"
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def test_a_programme_has_its_own_template(session, analysis, measures, tmp_path):
    own = template(tmp_path, "{{ session }} für {{ programme }}")
    words = words_of(typed(sheet(), session, analysis, measures, template=own))
    assert words == ["Set of 3 March für Spring course"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{{ titel }}", "'titel' is undefined"),
        ("{{ session", "cannot be used"),
        ("{% for x in strengths %}", "cannot be used"),
        ("{{ session.__class__.__mro__ }}", "unsafe"),
        ("{% for x in 5 %}{{ x }}{% endfor %}", "cannot be used"),
    ],
)
def test_a_broken_template_is_told_in_words(session, analysis, measures, tmp_path, line, told):
    own = template(tmp_path, line)
    with pytest.raises(InputError, match=r"The template .* cannot be used") as error:
        typed(sheet(), session, analysis, measures, template=own)
    assert told in error.value.message
    assert "built-in" in error.value.remedy


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a zip"])
def test_what_is_no_word_file_is_told_in_words(session, analysis, measures, tmp_path, content):
    path = tmp_path / "sheet.docx"
    path.write_bytes(content)
    with pytest.raises(InputError, match="not a Word file"):
        typed(sheet(), session, analysis, measures, template=path)


def test_a_template_that_is_not_there_is_told_in_words(session, analysis, measures, tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        typed(sheet(), session, analysis, measures, template=tmp_path / "none.docx")


def test_the_built_in_template_is_what_its_script_makes():
    fresh = runpy.run_path(str(ROOT / "docs" / "sheet_template.py"))["template"]()
    kept = docx.Document(str(ROOT / "analyser" / "report" / "templates" / "sheet.docx"))
    assert fresh.element.xml == kept.element.xml

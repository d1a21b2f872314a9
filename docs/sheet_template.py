"""Makes the feedback sheet's Word template: ``python docs/sheet_template.py``.

The template is kept in ``analyser/report/templates/sheet.docx``. A programme's own one may look
any way it likes; its placeholders are those of docs/exports.md.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

PLACE = Path(__file__).parent.parent / "analyser" / "report" / "templates" / "sheet.docx"
INK, QUIET, ACCENT = RGBColor(0x1F, 0x29, 0x33), RGBColor(0x52, 0x60, 0x6D), RGBColor(0, 0x72, 0xB2)


def template() -> Word:
    """The template, from top to bottom."""
    word = _plain_document()
    word.add_paragraph("FEEDBACK SHEET", style="Quiet")
    word.add_paragraph("{{ session }}", style="Title")
    word.add_paragraph(
        "{% if day %}{{ day }} · {% endif %}{% if programme %}{{ programme }} · {% endif %}"
        "{% if author %}Written by {{ author }} · {% endif %}"
        "{% if signed %}signed on {{ signed }}{% else %}not signed yet: a draft{% endif %}",
        style="Quiet",
    )
    _each(word, "opening", "{{ one }}", "Normal")
    _points(word, "strengths", "What went well")
    _points(word, "wonders", "What I wonder")
    _points(word, "next_time", "To try next time")
    _questions(word)
    _figures(word)
    _seen(word)
    _goals(word)
    word.add_paragraph("{%p if closing %}")
    word.add_heading("To close", level=1)
    _each(word, "closing", "{{ one }}", "Normal")
    word.add_paragraph("{%p endif %}")
    return word


def _plain_document() -> Word:
    word = Document()
    word.core_properties.title = "Feedback on {{ session }}"
    word.core_properties.author = "{{ author }}"
    word.core_properties.language = "en-GB"
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.4)
    _styled(word, "Normal", size=11, colour=INK, after=6)
    _styled(word, "Title", size=22, colour=INK, after=2)
    _styled(word, "Heading 1", size=14, colour=ACCENT, before=16, after=6)
    _styled(word, "Heading 2", size=11, colour=INK, before=10, after=2)
    _styled(word, "List Bullet", size=11, colour=INK, after=4)
    word.styles.add_style("Quiet", 1).base_style = word.styles["Normal"]
    _styled(word, "Quiet", size=9.5, colour=QUIET, after=4)
    rule = word.styles["Title"].element.find(qn("w:pPr")).find(qn("w:pBdr"))
    if rule is not None:
        rule.getparent().remove(rule)
    _numbered(section.footer.paragraphs[0])
    return word


def _styled(
    word: Word, name: str, *, size: float, colour: RGBColor, before: float = 0, after: float = 0
) -> None:
    style = word.styles[name]
    style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)


def _numbered(footer: Paragraph) -> None:
    """The session's name and the page's number."""
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer.add_run("{{ session }} · page ").font.size = Pt(8.5)
    run = footer.add_run()
    run.font.size = Pt(8.5)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        part = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            part.text = text
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)  # noqa: SLF001 - python-docx has no fields


def _each(word: Word, rows: str, text: str, style: str) -> None:
    word.add_paragraph(f"{{%p for one in {rows} %}}")
    word.add_paragraph(text, style=style)
    word.add_paragraph("{%p endfor %}")


def _points(word: Word, rows: str, title: str) -> None:
    word.add_paragraph(f"{{%p if {rows} %}}")
    word.add_heading(title, level=1)
    text = "{{ one.text }}{% if one.at %} (at {{ one.at }}){% endif %}"
    _each(word, rows, text, "List Bullet")
    word.add_paragraph("{%p endif %}")


def _questions(word: Word) -> None:
    word.add_paragraph("{%p if questions %}")
    word.add_heading("Your own questions", level=1)
    word.add_paragraph(
        "All questions that you asked, as they were heard. Open ones ● invite to explore; closed "
        "ones ■ are answered by a yes, a no or a bare fact.",
        style="Quiet",
    )
    heads = ("No.", "At", "Question", "Kind")
    cells = ("{{ one.number }}", "{{ one.at }}", "{{ one.text }}", "{{ one.sign }} {{ one.label }}")
    _table(word, "questions", heads, cells, widths=(1.1, 1.6, 9.7, 3.6))
    word.add_paragraph("{%p endif %}")


def _figures(word: Word) -> None:
    word.add_paragraph("{%p if figures %}")
    word.add_heading("Figures", level=1)
    word.add_paragraph(
        "Each figure stands with its doubt: the truth lies between the two ends 95 times in a "
        "hundred. None of them is a mark, and there is no norm for an action learning set.",
        style="Quiet",
    )
    word.add_paragraph("{%p for figure in figures %}")
    word.add_heading("{{ figure.title }}", level=2)
    _each(word, "figure.readings", "{{ one.who }}: {{ one.value }}  {{ one.note }}", "Normal")
    word.add_paragraph("{{ figure.meaning }}", style="Quiet")
    word.add_paragraph("{%p endfor %}")
    word.add_paragraph("{%p for chart in charts %}")
    word.add_heading("{{ chart.title }}", level=2)
    word.add_paragraph("{{ chart.picture }}")
    word.add_paragraph("{{ chart.words }}", style="Quiet")
    word.add_paragraph("{%p endfor %}")
    word.add_paragraph("{%p endif %}")


def _seen(word: Word) -> None:
    word.add_paragraph("{%p if seen %}")
    word.add_heading("What was seen", level=1)
    said = "{{ one.title }}{% if one.note %}: {{ one.note }}{% endif %}"
    _table(word, "seen", ("Behaviour", "Seen"), (said, "{{ one.seen }}"), widths=(12.4, 3.6))
    word.add_paragraph("{%p endif %}")


def _goals(word: Word) -> None:
    for rows, title in (("goals", "Goals"), ("goals_set", "What you set out to do next")):
        word.add_paragraph(f"{{%p if {rows} %}}")
        word.add_heading(title, level=1)
        _each(word, rows, "{{ one }}", "List Bullet")
        word.add_paragraph("{%p endif %}")


def _table(
    word: Word,
    rows: str,
    heads: tuple[str, ...],
    cells: tuple[str, ...],
    *,
    widths: tuple[float, ...],
) -> None:
    """A table with a head that every page repeats, and a row for each of ``rows``."""
    table = word.add_table(rows=4, cols=len(heads), style="Light List")
    table.autofit = False
    texts = (heads, (f"{{%tr for one in {rows} %}}",), cells, ("{%tr endfor %}",))
    for row, line in zip(table.rows, texts, strict=True):
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
        for cell, text in zip(row.cells, line, strict=False):
            cell.text = text
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(head)  # noqa: SLF001 - python-docx has no such thing


if __name__ == "__main__":
    template().save(str(PLACE))

"""The feedback sheet as a Word file, set into a template that a programme can replace.

A template is a Word file with placeholders (docs/exports.md). It comes from people: it may name
texts and go through lists, and do nothing else, and whatever is put into it is text.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from analyser.domain import Analysis, Behaviour, Measure, Session, Sheet
from analyser.errors import InputError
from analyser.report.pictures import Picture
from analyser.report.sheet.charts import charts_of
from analyser.report.sheet.told import told_in

if TYPE_CHECKING:
    from docxtpl import DocxTemplate, InlineImage

_PICTURE_WIDTH_CM = 15.5
_PICTURE_PIXELS = 620


def sheet_docx(
    sheet: Sheet,
    session: Session,
    analysis: Analysis,
    measures: Sequence[Measure],
    *,
    author: str,
    goals: Sequence[str] = (),
    rubric: Sequence[Behaviour] = (),
    template: Path | None = None,
) -> bytes:
    """The sheet as a Word file (DOCX).

    :param author: the name of who wrote it.
    :param goals: what the trainee set out to do after this session.
    :param rubric: what the behaviours that were rated are called.
    :param template: a programme's own template; ``None`` is the one that comes with the program.
    :raises InputError: the template cannot be used; the message says where it is wrong.
    """
    told = told_in(sheet, session, analysis, measures, author=author, goals=goals, rubric=rubric)
    charts = charts_of(told, analysis, measures)
    return _filled(_bytes_of(template), asdict(told), charts, name=_name(template))


def _filled(
    template: bytes, told: dict[str, Any], charts: Sequence[tuple[str, Picture]], *, name: str
) -> bytes:
    """The template with every placeholder in it filled."""
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from lxml.etree import XMLSyntaxError

    document = DocxTemplate(io.BytesIO(template))
    words = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made = io.BytesIO()
    try:
        document.init_docx()
        document.render({**told, "charts": _drawn(document, charts)}, jinja_env=words)
        document.save(made)
    except (TemplateError, TypeError) as error:
        raise InputError(
            f"The template {name} cannot be used: {error}.",
            "Put its placeholders right, or take the file away to use the built-in one.",
        ) from error
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, XMLSyntaxError) as error:
        raise InputError(
            f"The template {name} is not a Word file that can be read.",
            "Save it as .docx, or take the file away to use the built-in one.",
        ) from error
    return made.getvalue()


def _drawn(
    document: DocxTemplate, charts: Sequence[tuple[str, Picture]]
) -> list[dict[str, object]]:
    """The charts as pictures, each with its title and its words."""
    return [
        {"title": title, "picture": _picture(document, picture), "words": picture.words}
        for title, picture in charts
    ]


def _picture(document: DocxTemplate, picture: Picture) -> InlineImage:
    """A picture in the text, with its words for those who do not see it."""
    from docx.oxml import parse_xml
    from docx.shared import Cm
    from docxtpl import InlineImage

    class Described(InlineImage):  # type: ignore[misc]
        """docxtpl's picture, and the words that stand for it."""

        def _insert_image(self) -> str:
            before, drawing, after = _parted(super()._insert_image())
            inline = parse_xml(drawing)
            inline.xpath(".//wp:docPr")[0].set("descr", picture.words)
            return f"{before}{inline.xml}{after}"

    png = picture.png(width=_PICTURE_PIXELS)
    return Described(document, io.BytesIO(png), width=Cm(_PICTURE_WIDTH_CM))


def _parted(xml: str) -> tuple[str, str, str]:
    """What docxtpl puts around a drawing, and the drawing."""
    start, end = xml.index("<w:drawing>") + len("<w:drawing>"), xml.index("</w:drawing>")
    return xml[:start], xml[start:end], xml[end:]


def _bytes_of(template: Path | None) -> bytes:
    if template is None:
        return files("analyser.report").joinpath("templates", "sheet.docx").read_bytes()
    try:
        return template.read_bytes()
    except OSError as error:
        raise InputError(
            f"The template {template} cannot be read: {error.strerror}.",
            "Look whether it is there, or take it away to use the built-in one.",
        ) from error


def _name(template: Path | None) -> str:
    return "sheet.docx" if template is None else str(template)

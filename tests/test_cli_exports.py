"""The commands with which a session leaves the program and comes into another."""

import json
import zipfile

import pytest
from typer.testing import CliRunner

from analyser import report, workflow
from analyser.cli import app
from analyser.errors import InputError
from tests.dashboard import made


@pytest.fixture
def session(settings):
    return made.stored(settings, duration=120.0)


def run(*arguments):
    return CliRunner().invoke(app, list(arguments))


def fails(*arguments):
    """The error in which a command ends."""
    error = run(*arguments).exception
    assert isinstance(error, InputError)
    return error


def test_without_a_format_it_is_the_document(session):
    shown = json.loads(run("export", session).stdout)
    assert shown["session"]["id"] == session
    assert shown["schema"] == 1


@pytest.mark.parametrize("form", [*report.FORMATS, "zip"])
def test_every_format_becomes_a_file_in_a_folder(session, tmp_path, form):
    folder = tmp_path / "out"
    folder.mkdir()
    assert run("export", session, "--format", form, "--to", str(folder)).exit_code == 0
    (file,) = folder.iterdir()
    assert file.name.startswith("Set-of-3-March")
    assert file.stat().st_size > 0


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.xlsx", b"PK"),
        ("a.parquet", b"PAR1"),
        ("a.TextGrid", b"File type"),
        ("a.zip", b"PK"),
        ("a.srt", b"1\n"),
        ("plain", b"{"),
    ],
)
def test_the_files_ending_says_the_format(session, tmp_path, name, begins):
    file = tmp_path / name
    assert run("export", session, "--to", str(file)).exit_code == 0
    assert file.read_bytes().startswith(begins)


def test_an_ending_that_says_nothing_is_told(session, tmp_path):
    error = fails("export", session, "--to", str(tmp_path / "a.svg"))
    assert "does not say which format" in error.message
    assert "--format" in error.remedy


def test_a_file_that_cannot_be_written_is_told(session, tmp_path):
    place = tmp_path / "a.csv" / "b.csv"
    (tmp_path / "a.csv").touch()
    assert "cannot be written" in fails("export", session, "--to", str(place)).message


def test_what_is_not_text_goes_to_standard_output_where_something_reads_it(session):
    done = run("export", session, "--format", "parquet")
    assert done.stdout_bytes.startswith(b"PAR1")


def test_the_feedback_sheet_is_exported_once_there_is_one(session, settings, tmp_path):
    assert "no feedback sheet" in fails("export", session, "--format", "sheet-pdf").message
    workflow.save_sheet(workflow.draft_sheet(session, settings=settings), settings=settings)
    for name, begins in (("sheet.pdf", b"%PDF"), ("sheet.docx", b"PK")):
        assert run("export", session, "--to", str(tmp_path / name)).exit_code == 0
        assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_programmes_own_template_is_used(session, settings, tmp_path):
    workflow.save_sheet(workflow.draft_sheet(session, settings=settings), settings=settings)
    (settings.data / "sheet.docx").write_bytes(b"no Word file")
    error = fails("export", session, "--to", str(tmp_path / "sheet.docx"))
    assert "not a Word file" in error.message
    assert str(settings.data) in error.message


def test_a_session_is_imported_with_its_summary(session, tmp_path, monkeypatch):
    file = tmp_path / "set.zip"
    assert run("export", session, "--to", str(file), "--no-sound").exit_code == 0
    assert not any(name.startswith("sound/") for name in zipfile.ZipFile(file).namelist())
    before = run("export", session).stdout
    monkeypatch.setenv("ANALYSER_DATA", str(tmp_path / "other"))
    done = run("import", str(file))
    assert done.exit_code == 0
    assert f"(session {session})" in done.stdout
    assert run("export", session).stdout == before


def test_what_is_no_session_is_told(tmp_path):
    file = tmp_path / "set.zip"
    file.write_bytes(b"no zip")
    assert "no session that can be imported" in fails("import", str(file)).message

"""Rounds and stages from the command line."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from analyser import workflow
from analyser.cli import app
from analyser.errors import InputError
from analyser.store import ME, Store
from tests.test_marks_workflow import talk

run = CliRunner()


@pytest.fixture
def session(settings):
    return Store.open(settings).visible_to(ME).save(talk(), name="Monday").id


@pytest.fixture
def said(session):
    """What a command about the session prints."""

    def printed(*words):
        group, *rest = words
        result = run.invoke(app, [*group.split(), session, *rest])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.stdout

    return printed


def test_a_round_and_a_stage_are_marked_and_listed(said):
    said("marks add", "0:40", "4:00", "--presenter", "A")
    listed = said("marks add", "70", "160", "--stage", "questions")
    assert "Round: A" in listed
    assert "Questions" in listed
    assert "1:10" in listed


def test_proposals_are_listed_and_accepted(said, session, settings):
    assert "proposed" in said("marks list")
    assert "proposed" not in said("marks accept", "--all")
    assert len(workflow.load(session, settings=settings).marks) == 7
    with pytest.raises(InputError, match="not clear what to accept"):
        said("marks accept")


def test_a_mark_is_changed_and_removed(said, session, settings):
    said("marks add", "70", "160", "--stage", "questions")
    (mark,) = workflow.load(session, settings=settings).marks
    assert "Review" in said("marks change", mark.id, "--stage", "review", "--end", "2:00")
    said("marks remove", mark.id)
    assert workflow.load(session, settings=settings).marks == ()


def test_figures_are_read_of_a_session_of_its_rounds_and_its_stages(said):
    assert "The whole session" in said("figures")
    said("marks accept", "--all")
    assert "Round: A, 0:30 to 3:50" in said("figures", "--rounds")
    assert "Questions, 1:10 to 2:40" in said("figures", "--stage", "questions")
    assert "Actions, 3:10 to 3:50" in said("figures", "--in", "actions-19")
    with pytest.raises(InputError, match="no round or stage 'nothing'"):
        said("figures", "--in", "nothing")
    with pytest.raises(InputError, match="no round or stage like that"):
        said("figures", "--stage", "break")

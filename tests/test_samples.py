"""The invented cohort: dialogues on the clock, what is made of them, and that it comes and goes."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from analyser import workflow
from analyser.cli import app
from analyser.domain import SET_STAGES
from analyser.errors import InputError
from analyser.files import sha256_of
from analyser.measures import about_facilitator, measure
from analyser.pipeline import written
from analyser.settings import load_settings
from analyser.store import ME, Store
from analyser.workflow.invented import COHORT, SAMPLE_SESSIONS, invented_cohort
from analyser.workflow.rubric import rubric
from analyser.workflow.scripts import document, read_script
from tests.conftest import ROOT
from tests.dashboard import made

TALK = """
# check_in
Ann: Shall we begin? [4] Who is first?
Ben: Me.

# presenting
[3]
Ben: It is about the rota.
"""

WRITTEN = [session for session in invented_cohort().sessions if session.script]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The cohort in a data folder of its own."""
    settings = load_settings(data=tmp_path_factory.mktemp("cohort") / "data")
    workflow.add_sample_cohort(settings=settings)
    return settings


def sessions_of(name, settings):
    person = next(p for p in workflow.people(settings=settings) if p.name == name)
    return workflow.sessions_of(person.id, settings=settings)


def seen_by(name, settings):
    person = next(p for p in workflow.people(settings=settings) if p.name == name)
    return settings.model_copy(update={"person": person.id})


def figures(name, settings, measured):
    analyses = [workflow.load(s.id, settings=settings) for s in sessions_of(name, settings)]
    return [about_facilitator(a, measure(a))[measured].value for a in analyses]


def test_a_script_is_laid_on_the_clock_the_same_way_each_time():
    script = read_script(TALK)
    assert script == read_script(TALK)
    assert [row.text for row in script.rows] == [
        "Shall we begin?", "Who is first?", "Me.", "It is about the rota.",
    ]  # fmt: skip
    first, second, third, last = script.rows
    assert second.start - first.end == pytest.approx(4)
    assert 0.3 <= third.start - second.end <= 1.8
    assert last.start - third.end > 3
    assert [stage for stage, _start, _end in script.spans] == ["check_in", "presenting"]
    assert script.spans[0][2] == script.spans[1][1]
    assert script.spans[1][2] == last.end


def test_a_script_becomes_a_transcript_with_roles(tmp_path):
    file = tmp_path / "talk.json"
    file.write_text(document(read_script(TALK), {"Ann": "facilitator"}), encoding="utf-8")
    text = written.read(file)
    assert [(s.name, s.role) for s in text.speakers] == [("Ann", "facilitator"), ("Ben", "member")]
    assert len(json.loads(file.read_text(encoding="utf-8"))["utterances"]) == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [("Ann: Hello.\nBen:\n", "Line 2"), ("# lunch\n", "no stage: lunch"), ("nothing\n", "Line 1")],
)
def test_a_line_that_cannot_be_read_is_named(text, said):
    with pytest.raises(InputError, match=said):
        read_script(text)


@pytest.mark.parametrize("invented", WRITTEN, ids=lambda invented: invented.script)
def test_every_dialogue_has_its_people_and_its_stages(invented):
    script = read_script(invented.dialogue.read_text(encoding="utf-8"))
    names = {row.speaker for row in script.rows}
    assert {invented.facilitator, invented.presenter} <= names
    assert 4 <= len(names) <= 7
    assert len(script.rows) >= 30
    stages = [stage for stage, _start in script.stages]
    assert stages == [stage for stage in SET_STAGES if stage in stages]


def test_no_dialogue_is_one_that_the_classifier_learnt_from():
    known = {
        " ".join(re.findall(r"[a-z']+", line.rpartition("|")[2].lower()))
        for file in (ROOT / "corpus" / "dialogues").glob("*.txt")
        for line in file.read_text(encoding="utf-8").splitlines()
    }
    spoken = {
        " ".join(re.findall(r"[a-z']+", row.text.lower()))
        for invented in WRITTEN
        for row in read_script(invented.dialogue.read_text(encoding="utf-8")).rows
    }
    assert {said for said in spoken & known if len(said.split()) > 6} == set()


def test_the_cohort_is_there_and_marked_as_invented(house):
    people = workflow.people(settings=house)
    assert all(person.sample for person in people)
    assert [k for p in people for k in p.kinds].count("trainee") >= 6
    sessions = workflow.sessions(settings=house)
    assert len(sessions) == len(WRITTEN)
    assert all(session.sample and session.held and session.programme for session in sessions)
    assert {session.online for session in sessions} == {True, False}
    assert len({session.owner for session in sessions}) >= 5


def test_it_is_the_usual_classifier_that_labels_it(house):
    analysis = workflow.load(sessions_of("Declan Frew", house)[0].id, settings=house)
    assert analysis.engines["classify"].startswith("acts")
    assert analysis.engines["transcribe"].startswith("written")
    assert {act.by for act in analysis.acts} == {analysis.engines["classify"]}
    assert analysis.words
    assert next(mark.stage for mark in analysis.marks if mark.kind == "stage") == "check_in"
    presenter = next(mark.presenter for mark in analysis.marks if mark.kind == "round")
    assert analysis.role_of(presenter) == "presenter"


def test_one_gets_better_one_stays_and_one_gets_worse(house):
    ruth, maureen, declan = (
        figures(name, house, "open_share")
        for name in ("Ruth Ashdown", "Maureen Keogh", "Declan Frew")
    )
    assert ruth[-1] > ruth[0] + 0.2
    assert max(maureen) - min(maureen) < 0.2, "she asks about ten questions: each is worth 0.1"
    assert declan == sorted(declan, reverse=True)
    assert declan[0] > 0.7
    assert declan[-1] < 0.2


def test_a_signed_sheet_is_read_by_its_trainee_and_a_draft_is_not(house):
    ruth, declan = seen_by("Ruth Ashdown", house), seen_by("Declan Frew", house)
    signed = workflow.sheet(sessions_of("Ruth Ashdown", house)[-1].id, settings=ruth)
    assert signed is not None
    assert len(signed.strengths) >= 3
    drafted = sessions_of("Declan Frew", house)[2].id
    assert workflow.sheet(drafted, settings=declan) is None
    assert workflow.sheet(drafted, settings=seen_by("Helen Marsh", house)) is not None
    assert workflow.private_note(drafted, settings=declan)
    waiting = workflow.inbox(settings=seen_by("Helen Marsh", house))
    assert {row.sheet for row in waiting} == {"signed", "draft", "none"}


def test_a_goal_is_checked_by_the_next_session(house):
    ruth = seen_by("Ruth Ashdown", house)
    last = sessions_of("Ruth Ashdown", house)[-1].id
    checks = workflow.check_goals(last, settings=ruth)
    assert "At least half of my questions open" in [check.goal.text for check in checks]


def test_the_mentor_rates_what_the_rubric_has():
    known = {behaviour.id for behaviour in rubric(settings=load_settings())}
    assert {name for sheet in invented_cohort().sheets for name in sheet.ratings} <= known


def test_a_cohort_of_it_says_something(house):
    cohort = workflow.cohort(settings=house)
    assert cohort.sample
    assert cohort.people >= 5
    assert cohort.spread("open_share").all.median is not None
    assert {month.cell.withheld for month in cohort.spread("airtime_share").months} == {True, False}


def test_twice_is_once_and_what_was_removed_stays_away(settings):
    mine = made.stored(settings, name="My own", seed=3, duration=30)
    first = workflow.add_sample_cohort(settings=settings)
    again = workflow.add_sample_cohort(settings=settings)
    assert [session.id for session in first] == [session.id for session in again]
    ruth = next(p for p in workflow.people(settings=settings) if p.name == "Ruth Ashdown")
    workflow.describe_as(mine, owner=ruth.id, settings=settings)
    assert workflow.remove_sample_cohort(settings=settings) == len(first)
    assert workflow.people(settings=settings) == ()
    assert [(s.id, s.owner) for s in workflow.sessions(settings=settings)] == [(mine, ME)]
    assert workflow.sample_cohort(settings=settings) == "removed"
    assert list(settings.data.joinpath("recordings").iterdir()) != []
    workflow.add_sample_cohort(settings=settings)
    assert workflow.sample_cohort(settings=settings) == "added"
    assert len(workflow.sessions(settings=settings)) == len(first) + 1


def test_what_was_half_done_is_begun_again(settings):
    first = workflow.add_sample_cohort(settings=settings)
    (settings.data / "sample-cohort").unlink()
    again = workflow.add_sample_cohort(settings=settings)
    assert len(again) == len(first)
    assert len(workflow.people(settings=settings)) == len(invented_cohort().people)


def test_a_sample_recording_is_given_to_whose_set_it_is(settings):
    recording = sha256_of(SAMPLE_SESSIONS / "handover-at-the-hospice" / "audio.m4a")
    analysis = made.analysis(recording=recording, duration=120)
    saved = Store.open(settings).visible_to(ME).save(analysis, name="Audio")
    workflow.add_sample_cohort(settings=settings)
    found = workflow.describe(saved.id, settings=settings)
    assert found.name == "Handover at the hospice"
    assert found.held == "2026-06-04"
    assert found.sample
    assert found.id == sessions_of("Ruth Ashdown", settings)[1].id


def test_nothing_of_what_the_cohort_comes_with_is_offered_to_be_taken_back(house):
    for session in workflow.sessions(settings=house):
        assert workflow.last_change(session.id, settings=house) == ""
        owned = house.model_copy(update={"person": session.owner})
        with pytest.raises(InputError, match="Nothing was changed"):
            workflow.undo(session.id, settings=owned)


def test_the_names_of_a_sample_recording_are_nobodys_change_and_a_persons_stand(settings):
    folder = SAMPLE_SESSIONS / "handover-at-the-hospice"
    gold = written.read(folder / "gold.json")
    heard = made.analysis(recording=sha256_of(folder / "audio.m4a"), duration=1800)
    heard = replace(heard, turns=gold.turns)
    session = Store.open(settings).visible_to(ME).save(heard, name="Audio").id
    workflow.add_sample_cohort(settings=settings)
    named = workflow.load(session, settings=settings)
    assert {s.name for s in named.speakers} == {s.name for s in gold.speakers}
    assert workflow.last_change(session, settings=settings) == ""
    workflow.name_voice(session, "S2", name="Somebody else", role="observer", settings=settings)
    assert workflow.last_change(session, settings=settings) == "a name, a role"
    workflow.undo(session, settings=settings)
    assert workflow.load(session, settings=settings) == named
    assert workflow.last_change(session, settings=settings) == ""


def test_the_commands_say_what_they_did(settings):
    made.stored(settings, name="My own", seed=3, duration=30)
    removed = CliRunner().invoke(app, ["samples", "remove"])
    assert removed.stdout == "The invented cohort is removed: 0 sessions.\n"
    assert workflow.sample_cohort(settings=settings) == "removed"
    assert len(workflow.sessions(settings=settings)) == 1
    added = CliRunner().invoke(app, ["samples", "add"])
    assert added.stdout == f"The invented cohort is there: {len(WRITTEN)} sessions.\n"


def test_every_recording_of_the_cohort_is_there():
    recorded = [invented for invented in invented_cohort().sessions if invented.recorded]
    assert len(recorded) == 2
    for invented in recorded:
        assert (invented.folder / "gold.json").is_file()
        assert (invented.folder / "audio.m4a").is_file()
    assert {file.stem for file in COHORT.glob("*.txt")} == {invented.script for invented in WRITTEN}

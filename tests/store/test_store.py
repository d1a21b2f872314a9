"""Sessions are stored whole, found by a few letters, and forgotten without a trace."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from dataclasses import replace

import pytest

from analyser.errors import StoreError
from analyser.settings import load_settings
from analyser.store import ME, Claim, Store


@pytest.fixture(params=["in a file", "on a server"])
def settings(request, settings):
    """What holds of a database in a file holds of one on a server."""
    return settings if request.param == "in a file" else request.getfixturevalue("on_server")


def test_a_stored_analysis_comes_back_as_it_was(scope, analysis):
    session = scope.save(analysis, name="Monday set")
    assert scope.analysis(session.id) == analysis
    assert scope.session(session.id) == session
    assert session.name == "Monday set"
    assert session.recording == analysis.recording


def test_an_analysis_without_a_word_comes_back_as_it_was(scope, analysis):
    silent = replace(analysis, speakers=(), words=(), turns=(), utterances=(), acts=())
    assert scope.analysis(scope.save(silent, name="silence").id) == silent


def test_sessions_are_listed_newest_first(scope, analysis):
    first, second = scope.save(analysis, name="one"), scope.save(analysis, name="two")
    assert [session.id for session in scope.sessions()] == [second.id, first.id]


def test_sessions_of_a_recording_are_found_by_its_content(scope, analysis):
    session = scope.save(analysis, name="one")
    assert scope.find(analysis.recording.id) == (session,)
    assert scope.find("00" * 32) == ()


def test_a_session_is_found_by_the_first_letters_of_its_id(scope, analysis):
    session = scope.save(analysis, name="one")
    assert scope.session(session.id[:5]) == session
    assert scope.session(session.id.upper()) == session


@pytest.mark.parametrize("name", ["", " ", "zz", "%", "_"])
def test_an_unknown_session_is_refused_in_words(scope, analysis, name):
    scope.save(analysis, name="one")
    with pytest.raises(StoreError, match="There is no session"):
        scope.session(name)


def test_letters_that_begin_two_sessions_are_refused_in_words(scope, analysis):
    ids = {scope.save(analysis, name=str(n)).id for n in range(17)}
    firsts = [one[0] for one in ids]
    twice = next(letter for letter in firsts if firsts.count(letter) > 1)
    with pytest.raises(StoreError, match="begins more than one session"):
        scope.session(twice)


def test_another_person_sees_none_of_it(scope, analysis):
    session = scope.save(analysis, name="mine")
    other = scope.store.visible_to("somebody else")
    assert other.sessions() == ()
    assert other.find(analysis.recording.id) == ()
    for refused in (other.session, other.analysis, other.claims, other.forget):
        with pytest.raises(StoreError, match="There is no session"):
            refused(session.id)
    with pytest.raises(StoreError, match="There is no session"):
        other.claim(session.id, ())
    assert scope.sessions() == (session,)


def test_claims_are_folded_in_and_all_kept(scope, analysis):
    session = scope.save(analysis, name="one")
    for name in ("Ana", "Anna"):
        scope.claim(session.id, [Claim(kind="name", subject="S1", value={"name": name}, by=ME)])
    assert scope.analysis(session.id).speakers[0].name == "Anna"
    names = [claim for claim in scope.claims(session.id) if claim.kind == "name"]
    assert [claim.value["name"] for claim in names] == ["Ana", "Anna"]
    assert all(claim.at.endswith("+00:00") for claim in names)


def test_forgetting_removes_rows_files_and_remembered_stages(scope, analysis):
    session = scope.save(analysis, name="one")
    folder = scope.store.recording_folder(analysis.recording.id)
    (folder / "stages").mkdir()
    (folder / "stages" / "words.json").write_text("ring her tomorrow")
    scope.forget(session.id)
    assert not folder.exists()
    assert scope.sessions() == ()
    with pytest.raises(StoreError):
        scope.analysis(session.id)


def test_forgetting_leaves_a_recording_that_another_session_has(scope, analysis):
    one, two = scope.save(analysis, name="one"), scope.save(analysis, name="two")
    folder = scope.store.recording_folder(analysis.recording.id)
    scope.forget(one.id)
    assert folder.exists()
    assert scope.analysis(two.id) == analysis
    scope.forget(two.id)
    assert not folder.exists()


def test_what_never_became_a_session_is_removed_after_a_while(scope, analysis):
    scope.save(analysis, name="one")
    kept = scope.store.recording_folder(analysis.recording.id)
    stopped = scope.store.recording_folder("cd" * 32)
    (stopped / "stages").mkdir()
    scope.store.discard_unused(days=1.0)
    assert stopped.exists()
    scope.store.discard_unused(recording="ef" * 32)
    assert stopped.exists()
    for folder in (stopped, stopped / "stages", kept):
        os.utime(folder, (0, 0))
    scope.store.discard_unused(days=1.0)
    assert (kept.exists(), stopped.exists()) == (True, False)


def test_what_is_kept_is_closed_to_others(scope, analysis):
    scope.save(analysis, name="one")
    folder = scope.store.recording_folder(analysis.recording.id)
    for path in (scope.store.database.parent, folder, folder.parent):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    for path in scope.store.database.parent.glob("analyser.sqlite*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_that_was_there_keeps_its_rights(tmp_path):
    tmp_path.chmod(0o755)
    Store.open(load_settings(data=tmp_path))
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_session_is_stored_once_however_often_a_job_is_taken_up(scope, analysis):
    again = [scope.save(analysis, name="set", session="0badcafe") for _time in range(2)]
    assert again[0] == again[1]
    assert scope.sessions() == (again[0],)


def test_several_processes_open_and_write_a_new_store_at_once(settings):
    script = (
        "import sys; from dataclasses import replace\n"
        "from analyser.settings import load_settings\n"
        "from analyser.store import ME, Store\n"
        "from analyser.domain import Analysis, Recording, Utterance, Act\n"
        "spoken = tuple(Utterance(n=n, start=n, end=n + 1, speaker='S1', text='x') "
        "for n in range(200))\n"
        "acts = tuple(Act(utterance=n, act='other', confidence=0.5, by='m') for n in range(200))\n"
        "whole = Analysis(recording=Recording(id=sys.argv[2], name='r', duration=200.0), "
        " engines={}, speakers=(), words=(), turns=(), utterances=spoken, acts=acts)\n"
        "for n in range(5):\n"
        "    scope = Store.open(load_settings(data=sys.argv[1])).visible_to(ME)\n"
        "    session = scope.save(whole, name=str(n))\n"
        "    assert scope.analysis(session.id) == whole\n"
    )
    command = [sys.executable, "-c", script, str(settings.data)]
    own = os.environ | {"ANALYSER_DATABASE": settings.database}
    processes = [subprocess.Popen([*command, f"{n:064x}"], env=own) for n in range(3)]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    assert len(Store.open(settings).visible_to(ME).sessions()) == 15

"""A session leaves one installation and comes into another: the same document, byte for byte."""

import hashlib
import json
import shutil
import zipfile
from contextlib import suppress
from dataclasses import replace

import pytest

from analyser import report, workflow
from analyser.errors import AnalyserError, InputError, StoreError
from analyser.settings import load_settings
from analyser.workflow.parcel import MANIFEST, WHAT
from tests.dashboard import made
from tests.postgres import database, postgres

DURATION = 240.0


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A session in which a person has put right whatever can be put right, and its file."""
    folder = tmp_path_factory.mktemp("whole")
    settings = load_settings(data=folder / "data")
    found = made.stored(settings, duration=DURATION)
    workflow.name_voice(found, "S5", name="Zoë =1+1", role="member", settings=settings)
    workflow.correct(found, 3, act="advice", form="disguised", settings=settings)
    workflow.move(found, [(10.0, 20.0)], to="S3", settings=settings)
    workflow.merge_voices(found, kept="S3", gone="S5", settings=settings)
    workflow.undo(found, settings=settings)
    workflow.merge_voices(found, kept="S3", gone="S5", settings=settings)
    workflow.edit_text(found, 5, "What is it that you want, really?", settings=settings)
    new = workflow.split_utterance(found, 0, word=3, settings=settings)
    workflow.correct(found, new, act="open_question", settings=settings)
    end = made.analysis(duration=DURATION).utterances[7].end
    workflow.move_boundary(found, 7, end=end - 0.5, settings=settings)
    workflow.mark(found, kind="round", start=0.0, end=200.0, presenter="S2", settings=settings)
    workflow.mark(found, kind="stage", start=60.0, end=150.0, stage="questions", settings=settings)
    workflow.describe_as(
        found,
        held="2026-03-03",
        programme="Spring",
        online=True,
        name="Set #1",
        settings=settings,
    )
    workflow.pack(found, folder / "session.zip", settings=settings)
    return found, settings.data, folder / "session.zip"


@pytest.fixture(scope="module")
def server():
    with postgres() as address:
        yield address


@pytest.fixture
def session(whole):
    return whole[0]


@pytest.fixture
def here(tmp_path, whole):
    shutil.copytree(whole[1], tmp_path / "here")
    return load_settings(data=tmp_path / "here")


@pytest.fixture
def there(tmp_path):
    return load_settings(data=tmp_path / "there")


@pytest.fixture
def file(whole):
    return whole[2]


def told(session, settings):
    described = workflow.describe(session, settings=settings)
    return report.export(workflow.load(session, settings=settings), "json", session=described)


def test_the_document_is_the_same_byte_for_byte(session, file, here, there):
    assert workflow.unpack(file, settings=there) == session
    assert told(session, there) == told(session, here)
    assert '"edited_by": "me"' in told(session, there)


def test_what_the_machine_heard_is_the_same_too(session, file, here, there):
    workflow.unpack(file, settings=there)
    assert workflow.as_heard(session, settings=there) == workflow.as_heard(session, settings=here)


def test_what_was_put_right_can_be_taken_back_there_as_well(session, file, here, there):
    workflow.unpack(file, settings=there)
    for settings in (here, there):
        for _ in range(4):
            workflow.undo(session, settings=settings)
    assert told(session, there) == told(session, here)


def test_a_session_that_came_in_makes_the_same_file_again(session, file, there, tmp_path):
    workflow.unpack(file, settings=there)
    again = tmp_path / "again.zip"
    workflow.pack(session, again, settings=there)
    assert again.read_bytes() == file.read_bytes()


def test_asked_twice_it_is_stored_once(file, there):
    first, second = (workflow.unpack(file, settings=there) for _ in range(2))
    assert first == second
    assert len(workflow.sessions(settings=there)) == 1


def test_the_sound_comes_along_unless_nobody_wants_it(session, file, here, there, tmp_path):
    workflow.unpack(file, settings=there)
    sound = workflow.audio_file(session, settings=there)
    assert sound.read_bytes() == workflow.audio_file(session, settings=here).read_bytes()
    silent = tmp_path / "silent.zip"
    workflow.pack(session, silent, sound=False, settings=here)
    assert not any(name.startswith("sound/") for name in zipfile.ZipFile(silent).namelist())
    other = load_settings(data=tmp_path / "other")
    workflow.unpack(silent, settings=other)
    assert told(session, other) == told(session, here)
    with pytest.raises(StoreError, match="not there any more"):
        workflow.audio_file(session, settings=other)


def test_what_was_said_since_is_added_to_what_is_here(session, file, here, there, tmp_path):
    workflow.unpack(file, settings=there)
    workflow.correct(session, 9, act="reflection", settings=there)
    back = tmp_path / "back.zip"
    workflow.pack(session, back, settings=there)
    workflow.unpack(back, settings=here)
    assert told(session, here) == told(session, there)


def test_a_session_that_was_changed_on_both_sides_is_refused(session, file, here, there, tmp_path):
    workflow.unpack(file, settings=there)
    workflow.correct(session, 9, act="reflection", settings=there)
    workflow.correct(session, 9, act="process", settings=here)
    back = tmp_path / "back.zip"
    workflow.pack(session, back, settings=there)
    before = told(session, here)
    with pytest.raises(InputError, match="changed here in another way"):
        workflow.unpack(back, settings=here)
    assert told(session, here) == before


def test_what_people_said_comes_along(session, here, there, tmp_path):
    trainee = workflow.add_person("Sam", ["trainee"], settings=here)
    mentor = workflow.add_person("Ines", ["mentor"], settings=here)
    workflow.describe_as(session, owner=trainee.id, settings=here)
    workflow.share(session, mentor.id, settings=here)
    as_mentor = here.model_copy(update={"person": mentor.id})
    as_trainee = here.model_copy(update={"person": trainee.id})
    first = workflow.comment(
        session, start=12.0, kind="strength", text="Lovely.", settings=as_mentor
    )
    workflow.save_sheet(workflow.draft_sheet(session, settings=as_mentor), settings=as_mentor)
    workflow.sign_sheet(session, settings=as_mentor)
    workflow.comment(
        *(session,), start=12.0, kind="note", text="Thanks.", answers=first.id, settings=as_trainee
    )
    workflow.set_goal(session, "Ask more", settings=as_trainee)
    workflow.write_private_note(session, "My secret.", settings=as_trainee)
    path = tmp_path / "with-people.zip"
    workflow.pack(session, path, settings=as_trainee)
    assert b"My secret." not in b"".join(
        zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()
    )
    workflow.unpack(path, settings=there)
    assert [c.text for c in workflow.comments(session, settings=there)] == ["Lovely.", "Thanks."]
    found = workflow.sheet(session, settings=there)
    assert (found.by, found.strengths[0].text) == (mentor.id, "Lovely.")
    assert workflow.goals_of(trainee.id, settings=there)[0].text == "Ask more"
    assert workflow.describe(session, settings=there).owner == trainee.id
    assert workflow.private_note(session, settings=there) == ""


def test_a_private_note_goes_where_its_writer_takes_it(session, here, there, tmp_path):
    workflow.write_private_note(session, "My secret.", settings=here)
    path = tmp_path / "with-note.zip"
    workflow.pack(session, path, with_note=True, settings=here)
    workflow.unpack(path, settings=there)
    assert workflow.private_note(session, settings=there) == "My secret."


def test_a_draft_stays_with_its_mentor(session, here, there, tmp_path):
    workflow.save_sheet(workflow.draft_sheet(session, settings=here), settings=here)
    path = tmp_path / "draft.zip"
    workflow.pack(session, path, settings=here)
    workflow.unpack(path, settings=there)
    assert workflow.sheet(session, settings=there) is None


def test_somebody_elses_id_is_never_taken_for_theirs(session, here, there, tmp_path):
    sam = workflow.add_person("Sam", ["trainee"], settings=here)
    workflow.describe_as(session, owner=sam.id, settings=here)
    other = workflow.add_person("sam", ["mentor"], settings=there)
    path = tmp_path / "sam.zip"
    workflow.pack(session, path, settings=here)
    workflow.unpack(path, settings=there)
    owner = workflow.describe(session, settings=there).owner
    assert other.id == sam.id != owner
    assert workflow.person_named(owner, settings=there).name == "Sam"


def test_it_can_be_given_to_somebody_here(session, file, there):
    sam = workflow.add_person("Sam", ["trainee"], settings=there)
    workflow.unpack(file, owner=sam.id, settings=there)
    assert workflow.describe(session, settings=there).owner == sam.id
    with pytest.raises(StoreError, match="no person"):
        workflow.unpack(file, owner="nobody", settings=there)


def test_only_its_owner_takes_a_session_away(session, here, tmp_path):
    sam = workflow.add_person("Sam", ["mentor"], settings=here)
    workflow.share(session, sam.id, settings=here)
    as_mentor = here.model_copy(update={"person": sam.id})
    with pytest.raises(InputError, match="only its owner"):
        workflow.pack(session, tmp_path / "x.zip", settings=as_mentor)
    assert not (tmp_path / "x.zip").exists()


def test_a_session_is_told_from_other_files(file, tmp_path):
    other = tmp_path / "tracks.zip"
    with zipfile.ZipFile(other, "w") as made_up:
        made_up.writestr("Maya.wav", b"RIFF")
    assert workflow.is_session_file(file)
    assert not workflow.is_session_file(other)
    assert not workflow.is_session_file(tmp_path)
    assert not workflow.is_session_file(tmp_path / "none.zip")


def test_a_file_that_cannot_be_written_is_told(session, here, tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        workflow.pack(session, tmp_path, settings=here)


# What comes from anybody.


def parts_of(file):
    with zipfile.ZipFile(file) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def put_together(path, parts, *, manifest=None, twice=()):
    """A zip with these parts, and a manifest that fits them unless another is given."""
    said = {
        "what": WHAT,
        "schema_version": 1,
        "parts": {
            name: {"bytes": len(text), "sha256": hashlib.sha256(text).hexdigest()}
            for name, text in parts.items()
            if name != MANIFEST
        },
    } | (manifest or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in [*parts.items(), *((name, b"") for name in twice)]:
            if name != MANIFEST:
                made.writestr(name, text)
        made.writestr(MANIFEST, json.dumps(said))
    return path


def changed(part, **values):
    """A part, as JSON, with other values in it."""

    def change(parts):
        parts[part] = json.dumps({**json.loads(parts[part]), **values}).encode()

    return change


def claims(change):
    def changed_claims(parts):
        rows = json.loads(parts["claims.json"])
        change(rows)
        parts["claims.json"] = json.dumps(rows).encode()

    return changed_claims


def without_acts_of(utterance):
    def change(rows):
        rows[:] = [row for row in rows if (row["kind"], row["subject"]) != ("act", utterance)]

    return change


def without(part):
    return lambda parts: parts.pop(part)


def holding(part, text):
    return lambda parts: parts.__setitem__(part, text)


def numbered(n):
    """The last utterance by another number, in all that is said of it."""

    def change(parts):
        heard = json.loads(parts["analysis.json"])
        last = heard["utterances"][-1]
        rows = json.loads(parts["claims.json"])
        for row in rows:
            if (row["kind"], row["subject"]) == ("act", str(last["n"])):
                row["subject"] = str(n)
        last["n"] = n
        parts |= {"analysis.json": json.dumps(heard).encode()}
        parts |= {"claims.json": json.dumps(rows).encode()}

    return change


FAULTS = {
    "no session": without("session.json"),
    "no claims": without("claims.json"),
    "a stranger": holding("../../evil.txt", b"x"),
    "an absolute path": holding("/etc/passwd", b"x"),
    "a part of another name": holding("sound/evil.exe", b"x"),
    "not JSON": holding("analysis.json", b"{"),
    "deep JSON": holding("analysis.json", b"[" * 100_000),
    "not a number": changed("session.json", recording={"id": "x", "name": "", "duration": "x"}),
    "an id that is a path": changed("session.json", id="../x"),
    "a recording that is a path": changed(
        "session.json", recording={"id": "../../x", "name": "r", "duration": 240.0}
    ),
    "another recording": changed(
        "session.json", recording={"id": "ab" * 32, "name": "r", "duration": 240.0}
    ),
    "an act that there is not": claims(lambda rows: rows[1]["value"].update(act="praise")),
    "an act with more in it": claims(lambda rows: rows[1]["value"].update(more=1)),
    "an utterance without an act": claims(without_acts_of("12")),
    "an unknown kind": claims(lambda rows: rows[0].update(kind="spell")),
    "a time that is none": claims(lambda rows: rows[-1].update(at="yesterday")),
    "a time without a zone": claims(lambda rows: rows[-1].update(at="2999-01-01T00:00:00")),
    "times out of order": claims(lambda rows: rows.reverse()),
    "a move without stretches": claims(
        lambda rows: rows.append({**rows[-1], "kind": "move", "subject": "S1", "value": {}})
    ),
    "a merge into nothing": claims(
        lambda rows: rows.append({**rows[-1], "kind": "merge", "subject": "S1", "value": {}})
    ),
    "a comment on another session": holding(
        "comments.json",
        b'[{"id":"c","session":"zz","by":"me","at":"2026-01-01T00:00:00+00:00","start":0,"end":0,'
        b'"kind":"note","text":"x","answers":null}]',
    ),
    "an act that there is not, put right since": claims(
        lambda rows: rows[0]["value"].update(act="x")
    ),
    "a number without end": numbered(1 << 70),
    "a sign that makes another": holding("note.json", rb'"\u00\u000000"'),
    "a comment on no moment": holding(
        "comments.json",
        b'[{"id":"c","session":"zz","by":"me","at":"2026-01-01T00:00:00+00:00","start":0,'
        b'"end":1e999,"kind":"note","text":"x","answers":null}]',
    ),
    "no number at all": claims(lambda rows: rows[1]["value"].update(confidence=float("nan"))),
}


_WITH_THE_SIGN = (("session.json", b"Set 1"), ("people.json", b"Sam"), ("comments.json", b"Kept"))


@pytest.mark.parametrize("kept_in", ["a file", "PostgreSQL"])
def test_the_sign_that_a_database_refuses_is_left_out(session, here, tmp_path, server, kept_in):
    sam = workflow.add_person("Sam", ["trainee"], settings=here)
    workflow.describe_as(session, owner=sam.id, name="Set 1", settings=here)
    workflow.comment(session, start=3.0, kind="note", text=r"Kept: \u0000", settings=here)
    path = tmp_path / "signs.zip"
    workflow.pack(session, path, settings=here)
    parts = parts_of(path)
    for part, text in _WITH_THE_SIGN:
        parts[part] = parts[part].replace(text, text + rb"\u0000\u0000")
    wrong = put_together(tmp_path / "wrong.zip", parts)
    with database(server) as address:
        there = load_settings(
            data=tmp_path / "there", database=address if kept_in == "PostgreSQL" else ""
        )
        assert workflow.unpack(wrong, settings=there) == session
        assert told(session, there) == told(session, here)
        assert workflow.person_named(sam.id, settings=there).name == "Sam"
        assert [c.text for c in workflow.comments(session, settings=there)] == [r"Kept: \u0000"]


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_told_in_a_sentence_and_nothing_is_kept(file, there, tmp_path, fault):
    parts = parts_of(file)
    FAULTS[fault](parts)
    wrong = put_together(tmp_path / "wrong.zip", parts)
    with pytest.raises(InputError, match="import") as error:
        workflow.unpack(wrong, settings=there)
    assert error.value.message.startswith("wrong.zip")
    assert error.value.message.count("\n") == 0
    assert workflow.sessions(settings=there) == ()
    assert list((there.data / "recordings").glob("*")) == []
    assert not (tmp_path / "evil.txt").exists()


def test_a_part_that_was_changed_is_found(file, there, tmp_path):
    parts = parts_of(file)
    manifest = json.loads(parts[MANIFEST])
    parts["analysis.json"] = parts["analysis.json"].replace(b"midnight", b"midnoght")
    wrong = put_together(tmp_path / "wrong.zip", parts, manifest=manifest)
    with pytest.raises(InputError, match="was changed or damaged"):
        workflow.unpack(wrong, settings=there)


def test_sound_that_was_changed_is_found_and_not_kept(file, there, tmp_path):
    parts = parts_of(file)
    manifest = json.loads(parts[MANIFEST])
    sound = next(name for name in parts if name.startswith("sound/"))
    parts[sound] = parts[sound][:-2] + b"xx"
    wrong = put_together(tmp_path / "wrong.zip", parts, manifest=manifest)
    with pytest.raises(InputError, match="was changed or damaged"):
        workflow.unpack(wrong, settings=there)
    assert workflow.sessions(settings=there) == ()


def test_a_part_that_unfolds_to_more_than_was_said_is_not_read_on(file, there, tmp_path):
    parts = parts_of(file)
    manifest = json.loads(parts[MANIFEST])
    parts["claims.json"] = b" " * (64 << 20)
    bomb = put_together(tmp_path / "bomb.zip", parts, manifest=manifest)
    assert bomb.stat().st_size < (1 << 20)
    with pytest.raises(InputError, match="was changed or damaged"):
        workflow.unpack(bomb, settings=there)


def test_a_part_that_is_said_to_be_huge_is_not_read_at_all(file, there, tmp_path):
    parts = parts_of(file)
    manifest = json.loads(parts[MANIFEST])
    manifest["parts"]["claims.json"]["bytes"] = 1 << 40
    bomb = put_together(tmp_path / "bomb.zip", parts, manifest=manifest)
    with pytest.raises(InputError, match="too large"):
        workflow.unpack(bomb, settings=there)


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        ({"schema_version": 2}, "newer version"),
        ({"what": "a shopping list"}, "something else"),
        ({"parts": {}}, "other parts"),
        ({"parts": []}, "manifest cannot be read"),
    ],
)
def test_a_manifest_that_does_not_fit_is_told(file, there, tmp_path, manifest, said):
    wrong = put_together(tmp_path / "wrong.zip", parts_of(file), manifest=manifest)
    with pytest.raises(InputError, match=said):
        workflow.unpack(wrong, settings=there)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_refused(file, there, tmp_path):
    wrong = put_together(tmp_path / "wrong.zip", parts_of(file), twice=("claims.json",))
    with pytest.raises(InputError, match="does not belong"):
        workflow.unpack(wrong, settings=there)


def test_a_file_cut_short_anywhere_is_told_in_a_sentence(file, there, tmp_path):
    whole = file.read_bytes()
    cut = tmp_path / "cut.zip"
    for length in range(0, len(whole), max(1, len(whole) // 12)):
        cut.write_bytes(whole[:length])
        with pytest.raises(InputError):
            workflow.unpack(cut, settings=there)
    assert workflow.sessions(settings=there) == ()


def test_a_byte_that_was_flipped_is_told_or_does_not_matter(session, file, here, tmp_path):
    whole = bytearray(file.read_bytes())
    flipped = tmp_path / "flipped.zip"
    expected = told(session, here)
    for n, place in enumerate(range(0, len(whole), max(1, len(whole) // 12))):
        flipped.write_bytes(bytes([*whole[:place], whole[place] ^ 0x40, *whole[place + 1 :]]))
        settings = load_settings(data=tmp_path / f"flipped-{n}")
        with suppress(AnalyserError):
            assert workflow.unpack(flipped, settings=settings) == session
            assert told(session, settings) == expected


def test_a_file_that_is_not_there_is_told(there, tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        workflow.unpack(tmp_path / "none.zip", settings=there)


def test_an_id_that_is_another_sessions_is_told(file, there, session):
    other = made.stored(there, seed=9)
    found = workflow.describe(other, settings=there)
    from analyser.store import Store

    scope = Store.open(there).visible_to("me")
    analysis = replace(made.analysis(seed=9), recording=replace(found.recording, id="cd" * 32))
    scope.save(analysis, name="Other", session=session)
    with pytest.raises(InputError, match="has the id"):
        workflow.unpack(file, settings=there)

"""The app's own addresses: recordings in, sound out, nobody else."""

import hashlib
import os
import time

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from analyser import workflow
from analyser.dashboard import parcels, tickets, uploads
from analyser.dashboard.context import start_with
from analyser.dashboard.guard import Guard
from analyser.dashboard.routes import (
    AS_DECODED,
    AUDIO_PATH,
    NAME_HEADER,
    PARCEL_PATH,
    PEAKS_PATH,
    TICKET_HEADER,
    UPLOAD_PATH,
    WAVESURFER_PATH,
    audio_address,
    parcel_address,
    peaks_address,
    routes,
    sound_ticket,
)
from analyser.pipeline.peaks import PEAKS
from analyser.pipeline.playable import PLAYABLE, write_playable
from analyser.settings import load_settings
from tests.dashboard import made

OWN = {"Origin": "http://localhost:8501"}


@pytest.fixture
def client(settings):
    start_with(settings)
    app = Starlette(routes=routes(), middleware=[Middleware(Guard)])
    yield TestClient(app, base_url="http://localhost:8501")
    start_with(None)


def put(client, content=b"abc", *, ticket=None, name="set.m4a", **headers):
    ticket = tickets.issue("upload", "recording") if ticket is None else ticket
    given = OWN | {TICKET_HEADER: ticket, NAME_HEADER: name} | headers
    return client.put(UPLOAD_PATH, content=content, headers=given)


def test_a_recording_is_taken_in_and_named_by_its_hash(client, settings):
    answer = put(client, b"abc", name="M%C3%A4rz%20set.m4a")
    digest = hashlib.sha256(b"abc").hexdigest()
    assert answer.status_code == 200
    assert answer.json() == {"id": f"{digest}.m4a", "name": "März set.m4a", "size": 3}
    assert uploads.path_of(f"{digest}.m4a", settings=settings).read_bytes() == b"abc"


def test_an_empty_recording_is_refused_with_what_to_do(client):
    answer = put(client, b"")
    assert answer.status_code == 400
    assert answer.json() == {
        "message": "'set.m4a' is empty.",
        "remedy": "Choose a recording that has sound in it.",
    }


def test_an_upload_without_a_ticket_is_refused(client, settings):
    assert put(client, ticket="").status_code == 400
    assert put(client, ticket=tickets.issue("audio", "1a2b")).status_code == 400
    assert list(uploads.folder(settings).iterdir()) == []


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Host": "rebound.example:8501"}]
)
def test_another_page_cannot_hand_anything_in(client, headers):
    assert put(client, **headers).status_code == 403


@pytest.fixture
def session(settings) -> str:
    return made.stored(settings)


def address(session, person="me"):
    return audio_address(sound_ticket(session, person))


def test_sound_comes_in_the_range_that_is_asked_for(client, session, settings):
    whole = workflow.audio_file(session, settings=settings).read_bytes()
    answer = client.get(address(session), headers={"Range": "bytes=1000-1099"})
    assert answer.status_code == 206
    assert answer.content == whole[1000:1100]
    assert answer.headers["content-range"] == f"bytes 1000-1099/{len(whole)}"


def test_sound_is_kept_by_no_cache(client, session):
    answer = client.head(address(session))
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-type"] == "audio/wav"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_the_playable_copy_is_given_where_there_is_one(client, session, settings):
    audio = workflow.audio_file(session, settings=settings)
    write_playable(audio, audio.with_name(PLAYABLE))
    copy = client.get(address(session), headers={"Range": "bytes=0-99"})
    assert copy.headers["content-type"] == "audio/mp4"
    assert copy.headers["content-range"].endswith(f"/{audio.with_name(PLAYABLE).stat().st_size}")
    decoded = client.head(f"{address(session)}?{AS_DECODED}")
    assert decoded.headers["content-type"] == "audio/wav"


def test_the_outline_is_made_where_it_is_missing(client, session, settings):
    answer = client.get(peaks_address(sound_ticket(session, "me")))
    assert answer.headers["cache-control"] == "private, no-store"
    assert len(answer.content) == made.DURATION * 10
    assert set(answer.content) <= set(range(38, 42))  # a quiet tone, all the way through
    assert workflow.audio_file(session, settings=settings).with_name(PEAKS).is_file()


def test_the_code_that_draws_waveforms_comes_from_this_machine(client):
    answer = client.get(WAVESURFER_PATH)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "export{" in answer.text


@pytest.mark.parametrize("ticket", ["nonsense", tickets.issue("upload", "x")])
@pytest.mark.parametrize("path", [AUDIO_PATH, PEAKS_PATH])
def test_sound_without_a_signed_address_is_refused(client, session, ticket, path):
    assert client.get(f"{path}/{ticket}").status_code == 403
    assert client.get(f"{path}/{session}").status_code == 403


def test_only_who_may_see_a_session_hears_it(client, session, settings):
    owner = workflow.add_person("Maya", ["trainee"], settings=settings)
    mentor = workflow.add_person("Ruth", ["mentor"], settings=settings)
    workflow.describe_as(session, owner=owner.id, settings=settings)
    theirs, own = address(session, mentor.id), address(session, owner.id)
    outline = peaks_address(sound_ticket(session, mentor.id))
    assert [client.head(own).status_code, client.head(theirs).status_code] == [200, 403]
    assert client.get(outline).status_code == 403
    as_owner = settings.model_copy(update={"person": owner.id})
    workflow.share(session, mentor.id, settings=as_owner)
    assert client.head(theirs).status_code == 200
    assert client.get(outline).status_code == 200
    workflow.take_back(session, mentor.id, settings=as_owner)
    assert client.head(theirs).status_code == 403  # though the ticket still holds


def test_the_sound_of_a_forgotten_session_is_not_given(client, session, settings):
    known = address(session)
    workflow.forget(session, settings=settings)
    answer = client.get(known)
    assert answer.status_code == 403
    assert "There is no session" in answer.json()["message"]


def test_a_whole_session_is_sent_from_the_disk_and_nothing_is_left(client, session, settings):
    workflow.describe_as(session, name='März "set" /../ 3\r\n', settings=settings)
    answer = client.get(parcel_address(session, "me"))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=utf-8''M%C3%A4rz-set-3.zip"
    )
    assert list((settings.data / "parcels").iterdir()) == []
    file = settings.data / "sent.zip"
    file.write_bytes(answer.content)
    elsewhere = load_settings(data=settings.data / "elsewhere")
    assert workflow.unpack(file, settings=elsewhere) == session


def test_only_its_owner_takes_a_session_away(client, session, settings):
    owner = workflow.add_person("Maya", ["trainee"], settings=settings)
    mentor = workflow.add_person("Ruth", ["mentor"], settings=settings)
    workflow.describe_as(session, owner=owner.id, settings=settings)
    as_owner = settings.model_copy(update={"person": owner.id})
    workflow.share(session, mentor.id, settings=as_owner)
    assert client.get(parcel_address(session, owner.id)).status_code == 200
    refused = client.get(parcel_address(session, mentor.id))
    assert refused.status_code == 403
    assert refused.text.startswith("'")
    assert "only its owner can do that" in refused.text
    assert list((settings.data / "parcels").iterdir()) == []


def test_a_ticket_for_the_sound_takes_no_session_away(client, session):
    heard = sound_ticket(session, "me")
    assert client.get(f"{PARCEL_PATH}/{heard}").status_code == 403
    taken = parcel_address(session, "me").rpartition("/")[2]
    assert client.get(f"{AUDIO_PATH}/{taken}").status_code == 403


def test_what_was_being_sent_at_a_kill_is_removed_later(session, settings):
    left = parcels.packed(session, settings=settings)
    assert oct(left.parent.stat().st_mode & 0o777) == "0o700"
    parcels.sweep(settings)
    assert left.exists()  # it may be on its way
    long_ago = time.time() - parcels.FORGOTTEN_AFTER - 60
    os.utime(left, (long_ago, long_ago))
    parcels.sweep(settings)
    assert not left.exists()

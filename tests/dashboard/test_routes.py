"""The app's own addresses: recordings in, sound out, nobody else."""

import hashlib

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from analyser import workflow
from analyser.dashboard import tickets, uploads
from analyser.dashboard.context import start_with
from analyser.dashboard.guard import Guard
from analyser.dashboard.routes import (
    NAME_HEADER,
    TICKET_HEADER,
    UPLOAD_PATH,
    audio_address,
    routes,
)
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


def test_sound_comes_in_the_range_that_is_asked_for(client, session, settings):
    whole = workflow.audio_file(session, settings=settings).read_bytes()
    answer = client.get(audio_address(session), headers={"Range": "bytes=1000-1099"})
    assert answer.status_code == 206
    assert answer.content == whole[1000:1100]
    assert answer.headers["content-range"] == f"bytes 1000-1099/{len(whole)}"


def test_sound_is_kept_by_no_cache(client, session):
    answer = client.head(audio_address(session))
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-type"] == "audio/wav"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("ticket", ["nonsense", tickets.issue("upload", "x")])
def test_sound_without_a_signed_address_is_refused(client, session, ticket):
    assert client.get(f"/analyser/audio/{ticket}").status_code == 403
    assert client.get(f"/analyser/audio/{session}").status_code == 403


def test_the_sound_of_a_forgotten_session_is_not_given(client, session, settings):
    address = audio_address(session)
    workflow.forget(session, settings=settings)
    answer = client.get(address)
    assert answer.status_code == 403
    assert "There is no session" in answer.json()["message"]

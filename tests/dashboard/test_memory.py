"""However much sound is listened to, the app takes no more memory."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.dashboard import made

LISTEN = """
import asyncio, resource, sys
from starlette.applications import Starlette
from analyser.dashboard.context import start_with
from analyser.dashboard.routes import audio_address, routes, sound_ticket
from analyser.settings import load_settings

settings = load_settings()
start_with(settings)
app, path = Starlette(routes=routes()), audio_address(sound_ticket(sys.argv[1], "me"))
sent = 0

async def send(message):
    global sent
    sent += len(message.get("body", b""))

async def receive():
    await asyncio.Event().wait()

async def listen(start):
    range_ = (b"range", f"bytes={start}-".encode())
    about = {"path": path, "raw_path": path.encode(), "query_string": b"", "root_path": ""}
    about |= {"type": "http", "method": "GET", "http_version": "1.1", "scheme": "http"}
    await app({**about, "headers": [range_], "server": ("localhost", 80)}, receive, send)

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

asyncio.run(listen(0))
before, sent = most(), 0
for place in range(40):
    asyncio.run(listen(place * 500_000))
print(sent, most() - before)
"""
"""Listens to a session from many places to its end, as a browser does that leaps about in it."""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is counted in other units")
def test_sound_is_sent_in_pieces_and_never_held(settings):
    session = made.stored(settings)
    answer = subprocess.run(
        [sys.executable, "-c", LISTEN, session],
        env=os.environ | {"ANALYSER_DATA": str(settings.data)},
        capture_output=True,
        text=True,
        check=True,
    )
    sent, more_kib = map(int, answer.stdout.split())
    assert sent > 500_000_000
    assert more_kib < 32 * 1024

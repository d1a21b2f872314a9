"""Who may speak to the app."""

import pytest
from starlette.datastructures import Headers

from analyser.dashboard import tickets
from analyser.dashboard.guard import is_own
from analyser.errors import InputError


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "localhost:8501"},
        {"host": "127.0.0.1:8501"},
        {"host": "[::1]:8501"},
        {"host": "localhost:8501", "origin": "http://localhost:8501"},
    ],
)
def test_the_apps_own_pages_are_answered(headers):
    assert is_own(Headers(headers))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "rebound.example:8501"},
        {"host": "localhost.rebound.example"},
        {"host": "localhost:8501", "origin": "https://elsewhere.example"},
        {"host": "localhost:8501", "origin": "http://localhost:3000"},
        {"host": "localhost:8501", "origin": "null"},
    ],
)
def test_other_pages_and_rebound_names_are_refused(headers):
    assert not is_own(Headers(headers))


def test_a_ticket_gives_back_its_subject():
    assert tickets.redeem("audio", tickets.issue("audio", "1a2b", "me")) == ("1a2b", "me")


@pytest.mark.parametrize("ticket", ["", "nonsense", tickets.issue("upload", "1a2b")])
def test_a_forged_or_borrowed_ticket_is_refused(ticket):
    with pytest.raises(InputError, match="Reload the page"):
        tickets.redeem("audio", ticket)


def test_a_changed_ticket_is_refused():
    ticket = tickets.issue("audio", "1a2b")
    with pytest.raises(InputError):
        tickets.redeem("audio", ticket[:-6] + ticket[-6:].swapcase() + "x")

"""What was read lately is kept, and is never older than what is stored."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete

from analyser.errors import StoreError
from analyser.store import Store
from analyser.store.claims import Claim
from analyser.store.tables import ClaimRow


def named(name):
    return Claim(kind="name", subject="S1", value={"name": name}, by="me")


@pytest.fixture(params=["file", "server"])
def settings(request, settings):
    return settings if request.param == "file" else request.getfixturevalue("on_server")


def test_what_is_read_again_is_the_same_object(scope, analysis):
    session = scope.save(analysis, name="Monday").id
    assert scope.analysis(session).words is scope.analysis(session).words


def test_what_others_claim_is_seen_at_once(scope, analysis, settings):
    session = scope.save(analysis, name="Monday").id
    before = scope.claims(session)
    Store.open(settings).visible_to("me").claim(session, [named("Ana")])
    assert scope.claims(session)[:-1] == before
    assert scope.analysis(session).speakers[0].name == "Ana"


def test_claims_that_are_gone_are_read_anew(scope, analysis):
    session = scope.save(analysis, name="Monday").id
    scope.claim(session, [named("Ana")])
    assert scope.analysis(session).speakers[0].name == "Ana"
    with scope.store.writing() as connected:
        connected.execute(delete(ClaimRow).where(ClaimRow.kind == "name"))
    assert scope.analysis(session) == analysis
    scope.claim(session, [named("Bo")])
    assert scope.analysis(session).speakers[0].name == "Bo"


def test_a_session_that_is_forgotten_is_not_kept(scope, analysis):
    session = scope.save(analysis, name="Monday").id
    scope.analysis(session)
    scope.forget(session)
    with pytest.raises(StoreError):
        scope.analysis(session)
    scope.save(replace(analysis, words=()), name="Again", session=session)
    assert scope.analysis(session).words == ()


def test_more_sessions_than_are_kept_are_all_read(scope, analysis):
    ids = [scope.save(analysis, name=str(n)).id for n in range(7)]
    for n, session in enumerate(ids):
        scope.claim(session, [named(f"Ana {n}")])
    for _ in range(2):
        names = [scope.analysis(session).speakers[0].name for session in ids]
        assert names == [f"Ana {n}" for n in range(7)]

"""An invented cohort to look at from the first minute; it comes and goes as a whole.

Its dialogues go the way of any transcript: read, attributed, parted, classified. The state is kept
in the data folder, so that what was removed is not put there again.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from analyser.domain import Analysis, Mark, Person, Recording, Session
from analyser.files import sha256_of, write_text
from analyser.settings import Settings
from analyser.workflow.cohort import remember_figures
from analyser.workflow.common import scope_of
from analyser.workflow.corrections import name_voices
from analyser.workflow.invented import (
    InventedSession,
    invented_cohort,
)
from analyser.workflow.people import add_person, describe_as, people, remove_person
from analyser.workflow.sample_words import Ids, say_things
from analyser.workflow.scripts import Script, document, read_script
from analyser.workflow.session import SOUND, forget

if TYPE_CHECKING:
    from analyser.pipeline.classify import Classifier
    from analyser.pipeline.written import Written

SampleState = Literal["none", "added", "removed"]

_STATE = "sample-cohort"
_SCRIPT = "script"
"""Who says what a set comes with: nobody did it, so that nobody is offered to take it back."""
_ID_LETTERS = 8


def sample_cohort(*, settings: Settings) -> SampleState:
    """Whether the invented cohort is there, never was, or was removed by a person."""
    try:
        said = _state_file(settings).read_text(encoding="utf-8").strip()
    except OSError:
        return "none"
    return "added" if said == "added" else "removed"


def add_sample_cohort(*, settings: Settings) -> tuple[Session, ...]:
    """Put the invented people and their sessions there; asked twice, nothing is done twice.

    The recordings of ``sample_sessions`` are given to them where they were analysed.

    :return: every invented session.
    :raises ModelError: the classifier is not there.
    :raises StoreError: the store cannot be used.
    """
    settings = _everybodys(settings)
    shared = settings.database and _invented_people(settings)  # another machine has added them
    if sample_cohort(settings=settings) != "added" and not shared:
        _clear(settings, half_done=True)
        known = _add_people(settings)
        made = _add_sessions(known, settings)
        say_things(known, made, settings=settings)
        for session in made.values():
            remember_figures(session, settings=settings)
        write_text(_state_file(settings), "added\n")
    _adopt(settings)
    return _invented(settings)


def remove_sample_cohort(*, settings: Settings) -> int:
    """Forget every invented session and person; a session of somebody real becomes ``me``'s.

    :return: how many sessions were forgotten.
    :raises StoreError: something cannot be removed.
    """
    settings = _everybodys(settings)
    count = _clear(settings)
    write_text(_state_file(settings), "removed\n")
    return count


def _everybodys(settings: Settings) -> Settings:
    """The settings of whoever sees everything: the cohort comes and goes whoever looks."""
    from analyser.store import ME

    return settings.model_copy(update={"person": ME})


def _clear(settings: Settings, *, half_done: bool = False) -> int:
    """Forget the invented sessions and people.

    :param half_done: only what was made when somebody was interrupted.
    """
    from analyser.store import ME

    owners = _invented_people(settings).values()
    gone = [s for s in _invented(settings) if s.owner in owners or not half_done]
    for session in gone:
        forget(session.id, settings=settings)
    for person in owners:
        for session in scope_of(settings).sessions():
            if session.owner == person:
                describe_as(session.id, owner=ME, settings=settings)
        remove_person(person, settings=settings)
    return len(gone)


def _state_file(settings: Settings) -> Path:
    return settings.data / _STATE


def _invented(settings: Settings) -> tuple[Session, ...]:
    return tuple(session for session in scope_of(settings).sessions() if session.sample)


def _invented_people(settings: Settings) -> Ids:
    return {p.name: p.id for p in people(settings=settings) if p.sample}


def _add_people(settings: Settings) -> Ids:
    programme = invented_cohort().programme
    made: list[Person] = [
        add_person(person.name, person.kinds, programme, sample=True, settings=settings)
        for person in invented_cohort().people
    ]
    return {person.name: person.id for person in made}


def _add_sessions(known: Ids, settings: Settings) -> Ids:
    """Every session that is a dialogue, by its name."""
    from analyser.pipeline.classify import classifier

    model = classifier(settings)
    written = [invented for invented in invented_cohort().sessions if invented.script]
    return {
        invented.name: _add_dialogue(invented, known[invented.owner], model, settings)
        for invented in written
    }


def _add_dialogue(
    invented: InventedSession, owner: str, model: Classifier, settings: Settings
) -> str:
    from analyser.pipeline.unheard import analyse_text

    script = read_script(invented.dialogue.read_text(encoding="utf-8"))
    text = document(script, invented.roles)
    name = hashlib.sha256(text.encode()).hexdigest()
    recording = Recording(id=name, name=invented.dialogue.name, duration=0.0)
    analysis = analyse_text(_read(text), recording=recording, classifier=model)
    owned = settings.model_copy(update={"person": owner})
    session = name[:_ID_LETTERS]
    scope_of(owned).save(analysis, name=invented.name, session=session, sample=True)
    _describe(session, invented, owner, settings)
    _mark(session, invented, script, analysis, owned)
    return session


def _read(text: str) -> Written:
    """A transcript as the analyser reads one that is handed in."""
    from analyser.pipeline import written

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "transcript.json"
        file.write_text(text, encoding="utf-8")
        return written.read(file)


def _describe(session: str, invented: InventedSession, owner: str, settings: Settings) -> None:
    describe_as(
        session,
        name=invented.name,
        owner=owner,
        held=invented.held.isoformat(),
        programme=invented_cohort().programme,
        online=invented.online,
        sample=True,
        settings=settings,
    )


def _mark(
    session: str, invented: InventedSession, script: Script, analysis: Analysis, owned: Settings
) -> None:
    """Mark the stages that the script names, and the round of its presenter, as one change."""
    from analyser.store import Claim
    from analyser.store.marks import value_of

    presenter = next(s.id for s in analysis.speakers if s.name == invented.presenter)
    inner = [span for span in script.spans if span[0] not in {"check_in", "review"}]
    marks = [
        Mark(id=f"stage-{n}", kind="stage", stage=stage, start=start, end=end)
        for n, (stage, start, end) in enumerate(script.spans)
    ]
    start, end = inner[0][1], inner[-1][2]
    marks.append(Mark(id="round-1", kind="round", start=start, end=end, presenter=presenter))
    claims = [
        Claim(kind="mark", subject=mark.id, value=value_of(mark), by=_SCRIPT, machine=True)
        for mark in marks
    ]
    scope_of(owned).claim(session, claims)


def _adopt(settings: Settings) -> None:
    """Give the recordings that were analysed to the invented people whose sets they are."""
    from analyser.store import ME

    owners = _invented_people(settings)
    for invented in invented_cohort().sessions:
        for session in scope_of(settings).find(_recording(invented)) if invented.recorded else ():
            if session.owner == ME and invented.owner in owners:
                _describe(session.id, invented, owners[invented.owner], settings)
                _name_voices(session.id, invented, owners[invented.owner], settings)


def _recording(invented: InventedSession) -> str:
    """The SHA-256 of a set's recording."""
    return next(sha256_of(p) for p in sorted(invented.folder.iterdir()) if p.suffix in SOUND)


def _name_voices(session: str, invented: InventedSession, owner: str, settings: Settings) -> None:
    """Name the voices as the script does, which tells them apart as a transcript would."""
    from analyser.pipeline import written
    from analyser.pipeline.lending import lent

    owned = settings.model_copy(update={"person": owner})
    turns = scope_of(owned).analysis(session).turns
    lender = written.read(invented.folder / "gold.json")
    names = lent(turns, lender.turns, lender.speakers)
    name_voices(session, names, settings=owned, script=_SCRIPT)

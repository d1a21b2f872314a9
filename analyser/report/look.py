"""How voices, roles, acts and times look and read, the same on every page.

Colours are Okabe and Ito's, which people with any colour vision tell apart; an act also has its own
shape, so colour never stands alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, count

from analyser.codebook import codebook
from analyser.domain import Act, ActName, Analysis, Form, Role

FORM_LABELS = {term.key: term.title for term in codebook().forms}
ROLE_LABELS = {term.key: term.title for term in codebook().roles}

INK = "#1f2933"
QUIET_INK = "#52606d"
GRID = "#e4e7eb"
LANE = "#b8c4d0"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActLook:
    """One act's colour, Vega shape and the sign that stands for it in text."""

    act: ActName
    form: Form | None = None
    colour: str
    shape: str
    sign: str
    filled: bool = True

    @property
    def choice(self) -> str:
        """The value that stands for it where a person chooses: ``advice:direct``."""
        return f"{self.act}:{self.form}" if self.form else self.act

    @property
    def label(self) -> str:
        """Its name on the screen, from the codebook."""
        title = codebook().entry(self.act).title
        return f"{title}, {FORM_LABELS[self.form].lower()}" if self.form else title


OPEN = ActLook(act="open_question", colour="#0072B2", shape="circle", sign="●")
CLOSED = ActLook(act="closed_question", colour="#CC79A7", shape="square", sign="■")
DIRECT = ActLook(act="advice", form="direct", colour="#D55E00", shape="triangle-up", sign="▲")
DISGUISED = ActLook(
    act="advice",
    form="disguised",
    colour="#D55E00",
    shape="triangle-up",
    sign="△",
    filled=False,
)
REFLECTION = ActLook(act="reflection", colour="#009E73", shape="diamond", sign="◆")
PROCESS = ActLook(act="process", colour=QUIET_INK, shape="cross", sign="✚")
OTHER = ActLook(act="other", colour=QUIET_INK, shape="stroke", sign="")

LOOKS = (OPEN, CLOSED, DIRECT, DISGUISED, REFLECTION, PROCESS, OTHER)
CHOICES: tuple[tuple[str, str], ...] = tuple((look.choice, look.label) for look in LOOKS)
"""What a person can call an utterance: value and label."""

_BY_CHOICE = {look.choice: look for look in LOOKS}

ROLE_COLOURS: dict[Role, str] = {
    "facilitator": "#0072B2",
    "presenter": "#E69F00",
    "member": "#009E73",
    "observer": "#CC79A7",
    "unnamed": "#7b8794",
}


def look_of(act: Act) -> ActLook:
    """How an act looks; advice of no known form counts as direct."""
    form = (act.form or "direct") if act.act == "advice" else None
    return next(look for look in LOOKS if (look.act, look.form) == (act.act, form))


def chosen(choice: str) -> ActLook:
    """The act and form behind a value in ``CHOICES``."""
    return _BY_CHOICE[choice]


def clock(seconds: float) -> str:
    """``m:ss``, or ``h:mm:ss`` from an hour on."""
    minutes, rest = divmod(int(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def names_of(analysis: Analysis) -> dict[str, str]:
    """What to call each voice: its name, or ``Voice 1`` and so on, by first appearance."""
    return {
        speaker.id: speaker.name or f"Voice {place}"
        for place, speaker in enumerate(analysis.speakers, start=1)
    }


def names_apart(analysis: Analysis) -> dict[str, str]:
    """The same where names must differ: of two called Sam the second is ``Sam (2)``."""
    apart: dict[str, str] = {}
    for voice, name in names_of(analysis).items():
        others = (f"{name} ({place})" for place in count(2))
        apart[voice] = next(n for n in chain([name], others) if n not in apart.values())
    return apart

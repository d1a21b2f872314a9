"""A few figures side by side, each with its doubt, what it rests on, and where to listen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyser.dashboard import components
from analyser.dashboard.frame import unbroken
from analyser.dashboard.sections import Shown
from analyser.domain import Analysis, Measure
from analyser.measures import TITLES, told
from analyser.measures.common import SET, voices_with
from analyser.measures.wording import listed
from analyser.report.look import ROLE_LABELS, names_apart

Wanted = tuple[str, str]
"""A measure's name and its subject."""


def show_facts(shown: Shown, wanted: Sequence[Wanted], *, key: str) -> None:
    """Cards of figures; a button on each plays the moments behind it, one after the other."""
    found = (shown.measure(name, subject) for name, subject in wanted)
    rows = [fact_row(measure, shown.analysis) for measure in found if measure is not None]
    components.facts(rows, key=f"facts-{key}-{shown.key}")


def fact_row(measure: Measure, analysis: Analysis) -> dict[str, object]:
    """One figure as ``components.facts`` shows it."""
    return {
        "title": TITLES[measure.name],
        "about": about_whom(measure.subject, analysis),
        "value": unbroken(value_of(measure)),
        "doubt": unbroken(doubt_of(measure)),
        "note": unbroken(measure.note),
        "moments": [[stretch.start, stretch.end] for stretch in measure.evidence],
    }


def value_of(measure: Measure) -> str:
    """A figure without its interval."""
    return told(replace(measure, low=None, high=None))


def doubt_of(measure: Measure) -> str:
    """A figure's interval in words, or nothing."""
    if measure.value is None or measure.low is None or measure.high is None:
        return ""
    low, high = (value_of(replace(measure, value=bound)) for bound in (measure.low, measure.high))
    return f"between {low} and {high}"


def lead_of(analysis: Analysis) -> str:
    """Whose practice is looked at: the facilitator's, or the set's while nobody is named so."""
    return "role:facilitator" if voices_with(analysis, "facilitator") else SET


def about_whom(subject: str, analysis: Analysis) -> str:
    """A subject in words: a voice's name, a role with its names, or everybody."""
    names = names_apart(analysis)
    if subject == SET:
        return "Everybody"
    if subject in names:
        return names[subject]
    role = subject.removeprefix("role:")
    own = [name for voice, name in names.items() if analysis.role_of(voice) == role]
    label = next((label for key, label in ROLE_LABELS.items() if key == role), role)
    return f"{listed(own)} · {label.lower()}" if own else label

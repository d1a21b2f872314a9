"""The facilitator practice analyser: airtime, questions and advice from a recording.

From Python or a notebook, ``analyser.sessions()`` lists what is stored, and ``analyser.load(id)``
gives a session as tidy tables: see docs/library.md.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_IN_LIBRARY = frozenset({"load", "sessions"})


def __getattr__(name: str) -> Any:
    """What ``analyser.library`` offers, brought in when it is first asked for.

    It stands above all other layers, so nothing here may import it: only whoever asks does.
    """
    if name in _IN_LIBRARY:
        return getattr(import_module("analyser.library"), name)
    raise AttributeError(f"module 'analyser' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *_IN_LIBRARY})

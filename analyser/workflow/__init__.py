"""What a person can ask for: analyse, look at, put right, forget.

Each function opens the store through the scope of the one person on this machine. The pages and
the command line call these functions and nothing below them.
"""

from analyser.workflow.corrections import (
    ANYBODY,
    NEW,
    correct,
    last_change,
    merge_voices,
    move,
    name_voice,
    name_voices,
    split_voice,
    undo,
)
from analyser.workflow.session import (
    KEPT_DAYS,
    SOUND,
    analyse,
    analyse_samples,
    as_heard,
    audio_file,
    describe,
    discard,
    forget,
    load,
    sessions,
    uploads,
)

__all__ = [
    "ANYBODY",
    "KEPT_DAYS",
    "NEW",
    "SOUND",
    "analyse",
    "analyse_samples",
    "as_heard",
    "audio_file",
    "correct",
    "describe",
    "discard",
    "forget",
    "last_change",
    "load",
    "merge_voices",
    "move",
    "name_voice",
    "name_voices",
    "sessions",
    "split_voice",
    "undo",
    "uploads",
]

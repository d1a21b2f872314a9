"""The trained network, run by ONNX Runtime: word-pieces in, scores out.

One row at a time: the network's whole numbers are scaled by the largest value in what it is given,
so in a batch an utterance's scores would change with its neighbours. Rows are read side by side on
all cores instead.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from analyser.pipeline.encoder.pieces import Pieces, filled

Scores = npt.NDArray[np.float32]


class Reader:
    """A network in ONNX's format."""

    def __init__(self, network: bytes) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.network = network
        self._session: Any = onnxruntime.InferenceSession(
            network, options, providers=["CPUExecutionProvider"]
        )

    def read(self, rows: Sequence[Pieces]) -> list[tuple[Scores, Scores]]:
        """For each row the scores ``(classes,)``, and those of its own pieces ``(pieces, …)``."""
        with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
            return list(threads.map(self._read, rows))

    def _read(self, row: Pieces) -> tuple[Scores, Scores]:
        ids, sides, there = filled([row])
        given = {"pieces": ids, "sides": sides, "there": there}
        scores, each = self._session.run(["scores", "each"], given)
        return scores[0], each[0, row.start : row.end]

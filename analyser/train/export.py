"""The trained network as a file that ONNX Runtime reads, its weights as whole numbers (int8)."""

from __future__ import annotations

import logging
import tempfile
import warnings
from pathlib import Path

import torch

from analyser.train.network import Network

_MOST_ROWS, _MOST_PIECES = 4096, 511


def as_onnx(network: Network) -> bytes:
    """The network in ONNX's format; weights have one scale per column, which costs no accuracy."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        whole, small = Path(folder) / "whole.onnx", Path(folder) / "small.onnx"
        _export(network, whole)
        logging.getLogger().setLevel(logging.ERROR)
        quantize_dynamic(
            whole,
            small,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather", "Gemm"],
        )
        return small.read_bytes()


def _export(network: Network, path: Path) -> None:
    """The network as it is, for any number of rows of any length."""
    rows = torch.export.Dim("rows", min=1, max=_MOST_ROWS)
    pieces = torch.export.Dim("pieces", min=2, max=_MOST_PIECES)
    given = tuple(torch.full((2, 10), n, dtype=torch.int64) for n in (5, 1, 1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            network.eval(),
            given,
            dynamo=True,
            verbose=False,
            input_names=["pieces", "sides", "there"],
            output_names=["scores", "each"],
            dynamic_shapes=({0: rows, 1: pieces},) * len(given),
        )
    if program is None:
        raise RuntimeError("torch gave no program back")
    program.save(path)

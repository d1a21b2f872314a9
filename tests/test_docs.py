"""The docs name every command, option and setting, and every link in them leads somewhere."""

import re
import runpy
from pathlib import Path

import pytest
import typer

from analyser.cli import app
from analyser.settings import Settings
from tests.conftest import ROOT

COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
FOLDERS = ("", "docs/**/", "sample_sessions/", "corpus/")
PAGES = sorted(page for folder in FOLDERS for page in ROOT.glob(f"{folder}*.md"))


def _commands(group: object, prefix: str = "analyser") -> dict[str, object]:
    found: dict[str, object] = {}
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            found |= _commands(command, f"{prefix} {name}")
        else:
            found[f"{prefix} {name}"] = command
    return found


ALL = _commands(typer.main.get_command(app))


@pytest.mark.parametrize("command", ALL)
def test_every_command_is_in_the_docs_and_has_help(command):
    assert f"`{command}" in COMMANDS
    assert ALL[command].help


@pytest.mark.parametrize("command", ALL)
def test_every_option_is_in_the_docs(command):
    options = [o for parameter in ALL[command].params for o in parameter.opts if o.startswith("--")]
    assert [o for o in options if o not in COMMANDS] == []


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_is_in_the_docs(setting):
    assert f"| `{setting}` | `ANALYSER_{setting.upper()}` |" in SETTINGS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_in_the_docs_leads_to_a_file(page: Path):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_generated_pages_say_what_the_code_says():
    for page, text in runpy.run_path(str(ROOT / "docs" / "generate.py"))["pages"]().items():
        assert page.read_text(encoding="utf-8") == text

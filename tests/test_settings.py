"""Settings: file < environment < command line."""

from pathlib import Path

import pytest

from analyser.errors import InputError
from analyser.settings import load_settings, settings_file


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(monkeypatch):
    settings_file().write_text('port = 1111\nlanguage = "fr"\ndevice = "cpu"\n')
    monkeypatch.setenv("ANALYSER_PORT", "2222")
    monkeypatch.setenv("ANALYSER_LANGUAGE", "de")
    settings = load_settings(port=3333)
    assert (settings.port, settings.language, settings.device) == (3333, "de", "cpu")


def test_the_data_folder_is_one_setting(monkeypatch, tmp_path):
    monkeypatch.setenv("ANALYSER_DATA", str(tmp_path / "elsewhere"))
    assert load_settings().data == Path(tmp_path / "elsewhere")


def test_a_setting_that_cannot_be_used_is_named(monkeypatch):
    monkeypatch.setenv("ANALYSER_PORT", "none")
    with pytest.raises(InputError, match="'port' cannot be used"):
        load_settings()


def test_settings_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        load_settings().port = 1

"""Settings: file < environment < command line."""

import traceback
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


@pytest.mark.parametrize("name", ["database", "jobs_database"])
def test_a_password_is_never_repeated(name, monkeypatch):
    monkeypatch.setenv(f"ANALYSER_{name.upper()}", "postgresql://me:secret@host/name")
    assert "secret" not in repr(load_settings())
    monkeypatch.setenv(f"ANALYSER_{name.upper()}", "mysql://me:secret@host/name")
    with pytest.raises(InputError, match="postgresql://") as told:
        load_settings()
    assert "secret" not in "".join(traceback.format_exception(told.value))


def test_a_shared_folder_is_an_address_or_a_whole_path(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load_settings().recordings == ""
    assert load_settings(recordings="s3://bucket/x").recordings == "s3://bucket/x"
    assert load_settings(recordings="shared").recordings == str(tmp_path / "shared")
    assert load_settings(recordings="~/shared").recordings == str(tmp_path / "shared")


def test_settings_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        load_settings().port = 1


@pytest.mark.parametrize("setting", ["data", "models"])
def test_an_empty_folder_is_the_default_and_a_tilde_is_home(monkeypatch, setting):
    monkeypatch.delenv(f"ANALYSER_{setting.upper()}", raising=False)
    default = getattr(load_settings(), setting)
    monkeypatch.setenv(f"ANALYSER_{setting.upper()}", "")
    assert getattr(load_settings(), setting) == default != Path()
    monkeypatch.setenv(f"ANALYSER_{setting.upper()}", "~/practice")
    assert getattr(load_settings(), setting) == Path.home() / "practice"
    monkeypatch.setenv(f"ANALYSER_{setting.upper()}", "~nobody-of-this-name/practice")
    with pytest.raises(InputError, match=f"'{setting}' cannot be used"):
        load_settings()


@pytest.mark.parametrize("content", [b"port = ", b"port 8501", b"name = '\xe9'"])
def test_a_settings_file_that_cannot_be_read_is_told_in_one_sentence(content):
    settings_file().write_bytes(content)
    with pytest.raises(InputError, match=r"The settings file .* cannot be read: ") as told:
        load_settings()
    assert "\n" not in told.value.message
    assert "ANALYSER_SETTINGS" in told.value.remedy

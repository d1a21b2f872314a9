"""A file is whole or not there."""

import hashlib
import sys

import pytest

from analyser.files import replacing, scratch_folder, scratch_in, sha256_of, write_text


def test_text_is_written_with_its_folder(tmp_path):
    write_text(tmp_path / "new" / "a.txt", "naïve\n")
    assert (tmp_path / "new" / "a.txt").read_bytes() == "naïve\n".encode()


def test_an_error_leaves_the_old_file_and_no_leftovers(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old")

    def write_half() -> None:
        with replacing(target) as temporary:
            temporary.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_hash_is_that_of_the_content(tmp_path):
    file = tmp_path / "big"
    file.write_bytes(b"x" * 3_000_000)
    assert sha256_of(file) == hashlib.sha256(b"x" * 3_000_000).hexdigest()


def test_a_file_and_its_name_are_on_the_disk_before_it_counts(tmp_path):
    asked = []

    def note(_frame, event, called):
        if event == "c_call" and called.__name__ in {"fsync", "replace"}:
            asked.append(called.__name__)

    sys.setprofile(note)
    try:
        write_text(tmp_path / "a.txt", "text")
    finally:
        sys.setprofile(None)
    assert asked[-3:] == ["fsync", "replace", "fsync"]


def test_what_is_half_done_is_in_the_scratch_space_and_nowhere_else(tmp_path):
    scratch, target = tmp_path / "scratch", tmp_path / "data" / "a.txt"
    scratch.mkdir()
    with scratch_in(scratch), replacing(target) as half, scratch_folder(target.parent) as folder:
        half.write_text("whole")
        assert {half.parent, folder.parent} == {scratch}
        assert list(target.parent.iterdir()) == []
    assert target.read_text() == "whole"
    assert list(scratch.iterdir()) == []


def test_without_a_scratch_space_what_is_half_done_is_beside_what_will_become_of_it(tmp_path):
    target = tmp_path / "data" / "a.txt"
    with replacing(target) as half, scratch_folder(target.parent) as folder:
        assert {half.parent, folder.parent} == {target.parent}
    assert list(target.parent.iterdir()) == [target]

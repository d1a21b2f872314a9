"""A file is whole or not there."""

import hashlib

import pytest

from analyser.files import replacing, sha256_of, write_text


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

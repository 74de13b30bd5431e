"""A folder takes the place of another one while somebody reads there."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from autograder.course.files import put_in_place, write_files


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("before", "new"),
    [
        ({}, {"a.ipynb": b"1"}),
        ({"a.ipynb": b"0", "old.csv": b"0"}, {"a.ipynb": b"1"}),
        ({"data": b"0"}, {"data/deep/a.csv": b"1"}),
        ({"data/a.csv": b"0"}, {"data": b"1"}),
        ({"data/a.csv": b"0", "data/b.csv": b"0"}, {"data/b.csv": b"1"}),
    ],
)
def test_a_folder_holds_what_the_new_one_held_and_what_is_kept(tmp_path, before, new):
    folder, aside = tmp_path / "ps1", tmp_path / ".ps1.new"
    write_files(folder, before | {"kept.ipynb": b"0"})
    write_files(aside, new)

    put_in_place(aside, folder, {"kept.ipynb"})

    assert content_of(folder) == new | {"kept.ipynb": b"0"}
    assert not aside.exists()


def test_who_reads_meanwhile_misses_no_file_that_stays_and_sees_none_by_half(tmp_path):
    folder, aside = tmp_path / "ps1", tmp_path / ".ps1.new"
    whole = {bytes([letter]) * 100_000 for letter in b"abc"}
    write_files(folder, {"a.ipynb": min(whole)})
    seen, done = set(), threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add((folder / "a.ipynb").read_bytes() if (folder / "a.ipynb").exists() else b"")

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(100):
        for content in whole:
            write_files(aside, {"a.ipynb": content})
            put_in_place(aside, folder)
    done.set()
    reader.join()

    assert seen <= whole and len(seen) > 1


def test_a_new_folder_that_somebody_removed_is_said(tmp_path):
    with pytest.raises(FileNotFoundError):
        put_in_place(tmp_path / ".ps1.new", tmp_path / "ps1")
    assert not (tmp_path / "ps1").exists()

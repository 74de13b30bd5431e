"""A folder takes the place of another one while somebody reads there; a path is printed in any locale."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from autograder.course.files import list_folder, next_step, put_in_place, write_files

ROOT = Path(__file__).parents[2]


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


@pytest.mark.parametrize("target", ["link", ".", "..", "../other/back"])
def test_a_link_that_leads_back_is_named_and_to_be_removed(tmp_path, target):
    write_files(tmp_path / "ps1" / "data", {"a.csv": b"1"})
    (tmp_path / "ps1" / "other").mkdir()
    (tmp_path / "ps1" / "other" / "back").symlink_to(tmp_path / "ps1")
    link = tmp_path / "ps1" / "data" / "link"
    link.symlink_to(target)

    with pytest.raises(OSError) as stopped:
        list_folder(tmp_path / "ps1", [], follow=True)

    assert stopped.value.filename in (str(link), str(tmp_path / "ps1" / "other" / "back"))
    assert next_step(stopped.value) == "put the file or folder itself in the place of the link, or remove the link"
    assert list_folder(tmp_path / "ps1", []).left_out == {"data/link": "it is a link", "other/back": "it is a link"}


def test_links_that_lead_to_each_other_s_folders_lead_back(tmp_path):
    for here, there in ("ab", "ba"):
        (tmp_path / "ps1" / here).mkdir(parents=True)
        (tmp_path / "ps1" / here / "link").symlink_to(f"../{there}")

    with pytest.raises(OSError, match="leads back") as stopped:
        list_folder(tmp_path / "ps1", [], follow=True)

    assert stopped.value.filename.endswith("/link/link")


def test_a_link_that_leads_elsewhere_is_followed(tmp_path):
    write_files(tmp_path / "shared", {"a.csv": b"1"})
    (tmp_path / "ps1" / "data").mkdir(parents=True)
    (tmp_path / "ps1" / "data" / "link").symlink_to("../../shared")
    (tmp_path / "ps1" / "again").symlink_to("data")

    assert set(list_folder(tmp_path / "ps1", [], follow=True).sizes) == {"data/link/a.csv", "again/link/a.csv"}


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("café · 中", "café · 中"),
        ("caf\udce9", "caf\\xe9"),
        ("caf\udcc3\udca9", "café"),  # how a locale that is not UTF-8 reads the name
        ("half \ud800", "half \N{REPLACEMENT CHARACTER}"),  # from a JSON file
        ("\x1b[3m\nnext", "\\x1b[3m\\nnext"),
    ],
)
@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_a_path_and_the_words_of_a_file_can_be_printed_in_any_locale(words, text, locale):
    code = f"from autograder.course.files import shown; assert shown({words!a}) == {text!a}"
    environment = os.environ | {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, check=True)


@pytest.mark.parametrize(
    ("number", "step"),
    [
        (errno.ENOLCK, "a disk whose files can be locked"),
        (errno.EMFILE, "open more files"),
        (errno.ENOSPC, "make room"),
        (errno.EACCES, "give permission"),
    ],
)
def test_what_a_file_needs_is_what_the_next_step_says(number, step):
    assert step in next_step(OSError(number, os.strerror(number)))

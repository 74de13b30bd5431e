"""A version of this course, made in a clone as CONTRIBUTING.md says, after a run that was killed. Without the site."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import signal
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

from bank import ROOT, units
from tests.browser.lab import clone
from tests.distribution.test_bundle import secrets_of, text_of
from tests.tools.test_version import git, state
from tools.bundle import ZIP
from tools.version import SUMS

pytestmark = pytest.mark.slow
VERSION = "9.8.7"
FILES = {
    f"restoring_pytorch_models-{VERSION}-py3-none-any.whl",
    f"restoring_pytorch_models-{VERSION}.tar.gz",
    f"sealed_autograder-{VERSION}-py3-none-any.whl",
    f"sealed_autograder-{VERSION}.tar.gz",
    ZIP,
    SUMS,
}


def start(repository: Path) -> subprocess.Popen:
    """The command that CONTRIBUTING.md names, with the environment of these tests."""
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (documented,) = re.findall(r"^ *(make version VERSION=\S+)$", guide, re.M)
    make = [*shlex.split(documented.partition("=")[0] + f"={VERSION}"), "SITE=no", "--dry-run", "--no-print-directory"]
    said = subprocess.run(make, cwd=repository, capture_output=True, text=True, check=True).stdout
    command = [sys.executable, *shlex.split(said.splitlines()[-1])[1:]]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=repository, stdout=pipe, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> Path:
    """A clone with a branch of its own, in which something is unreleased."""
    repository = clone(tmp_path_factory.mktemp("version") / "course")
    changelog = repository / "CHANGELOG.md"
    before, mark, after = changelog.read_text(encoding="utf-8").partition("\n## ")
    entry = "\n## Unreleased\n\n### The grader\n\n- An entry of this test.\n"
    changelog.write_text(
        f"{before}{entry}{mark}{after.replace('Unreleased', '0.0.1 (2026-01-01)', 1)}", encoding="utf-8"
    )
    git(repository, "init", "--initial-branch=main")
    git(repository, "config", "user.name", "Ada")
    git(repository, "config", "user.email", "ada@example.org")
    git(repository, "add", "--all")
    git(repository, "commit", "--message", "Everything")
    return repository


@pytest.fixture(scope="module")
def said(repository) -> str:
    """What the command prints, after one that was killed while it built."""
    before = state_of_refs(repository)
    killed = start(repository)
    for line in killed.stdout:
        if "students' zip" in line:
            os.killpg(killed.pid, signal.SIGKILL)
    assert killed.wait() == -signal.SIGKILL
    assert state_of_refs(repository) == before

    running = start(repository)
    text, _ = running.communicate()
    assert running.returncode == 0, text
    return text


def state_of_refs(repository: Path) -> list[str]:
    """As state(), but for the worktree that the next run removes."""
    return state(repository)[:2]


@pytest.fixture(scope="module")
def made(repository, said) -> Path:
    return repository / "build" / "dist" / VERSION


def files_of(archive: Path) -> dict[str, bytes]:
    """The files of a zip, a wheel or an sdist, and those of a wheel inside a zip."""
    if archive.name.endswith(".tar.gz"):
        with tarfile.open(archive) as tar:
            return {member.name: tar.extractfile(member).read() for member in tar if member.isfile()}
    with zipfile.ZipFile(archive) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_every_file_is_there_with_its_sum(made):
    assert {file.name for file in made.iterdir()} == FILES
    sums = dict(reversed(line.split("  ")) for line in (made / SUMS).read_text(encoding="utf-8").splitlines())
    assert sums == {name: hashlib.sha256((made / name).read_bytes()).hexdigest() for name in FILES - {SUMS}}


@pytest.mark.parametrize("name", sorted(FILES - {ZIP, SUMS}))
def test_each_distribution_says_the_version(made, name):
    about = [
        content for path, content in files_of(made / name).items() if re.fullmatch(r"[^/]+/(METADATA|PKG-INFO)", path)
    ]
    assert [message_from_bytes(content)["Version"] for content in about] == [VERSION]


def test_the_zip_for_students_holds_the_same_wheel(made):
    (wheel,) = (name for name in FILES if name.startswith("restoring") and name.endswith(".whl"))
    assert files_of(made / ZIP)[wheel] == (made / wheel).read_bytes()


@pytest.mark.parametrize("kind", ["whl", "tar.gz"])
def test_nothing_hidden_is_in_what_students_may_fetch(made, kind):
    (archive,) = made.glob(f"restoring*.{kind}")
    texts = [
        text_of(content) if name.endswith(".ipynb") else content.decode() for name, content in files_of(archive).items()
    ]
    secrets = [(unit, secret) for unit in units() for secret in secrets_of(unit)]

    assert len(secrets) > 100 and len(texts) > 100
    assert [(unit, secret) for unit, secret in secrets if any(secret in text for text in texts)] == []
    assert not any("### BEGIN" in text for text in texts)


def test_the_graders_wheel_which_its_sdist_made_holds_every_file_of_the_package(repository, made):
    (wheel,) = made.glob("sealed*.whl")
    tracked = git(repository, "ls-files", "autograder").splitlines()
    top = {f"autograder/{name}" for name in ("README.md", "LICENSE", "pyproject.toml")}

    assert {name for name in files_of(wheel) if ".dist-info/" not in name} == set(tracked) - top


def test_the_tag_is_the_changelogs_section_on_the_branchs_last_commit(repository, made):
    assert git(repository, "tag", "--list") == f"v{VERSION}"
    assert git(repository, "cat-file", "-t", f"v{VERSION}") == "tag"
    text = git(repository, "tag", "--list", "--format=%(contents)", f"v{VERSION}")
    assert text == f"Version {VERSION}\n\n### The grader\n\n- An entry of this test."
    assert git(repository, "log", "--format=%s", f"v{VERSION}") == f"Version {VERSION}\nEverything"
    assert git(repository, "rev-parse", "main") == git(repository, "rev-parse", f"v{VERSION}^{{commit}}")


def test_the_working_tree_is_clean_and_has_the_version(repository, made):
    assert git(repository, "status", "--porcelain") == ""
    assert len(git(repository, "worktree", "list").splitlines()) == 1
    assert sorted(path.name for path in (repository / "build").iterdir()) == ["dist"]
    changed = {"CHANGELOG.md", "CITATION.cff", "autograder/pyproject.toml", "pyproject.toml"}
    assert set(git(repository, "diff", "--name-only", "HEAD~").splitlines()) == changed
    assert git(repository, "grep", "--count", f"{VERSION}", "--", *changed).splitlines() == [
        f"{name}:1" for name in sorted(changed)
    ]


def test_the_last_lines_are_two_commands_and_nothing_was_uploaded(said):
    *_, push, upload = said.splitlines()
    assert push == f"    git push --atomic origin main v{VERSION}"
    assert upload == f"    gh release create v{VERSION} --verify-tag --notes-from-tag build/dist/{VERSION}/*"

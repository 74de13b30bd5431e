"""`make version` refuses what is not ready, and changes nothing when it stops. tests/long/test_version.py makes one."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bank import ROOT
from tools import version
from tools.environment import PROJECTS
from tools.lock import read_project

CHANGES = "### The grader\n\n- **security** No answer reads a test.\n"
CHANGELOG = f"# Changelog\n\nThe newest first.\n\n## Unreleased\n\n{CHANGES}\n## 1.1.0 (2026-01-31)\n\n- Older.\n"
#: makes release/ from source/, as the course's tool does
RELEASE = "import shutil\nshutil.copytree('source', 'release', dirs_exist_ok=True)\n"


def git(repository: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=repository, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def write(repository: Path, name: str, text: str) -> None:
    (repository / name).parent.mkdir(parents=True, exist_ok=True)
    (repository / name).write_text(text, encoding="utf-8")


def commit(repository: Path, name: str, text: str) -> None:
    write(repository, name, text)
    git(repository, "add", "--all")
    git(repository, "commit", "--message", f"Change {name}")


@pytest.fixture
def repository(tmp_path) -> Path:
    """A small course with the course's own projects, after version 1.1.0. Its bundle cannot be built."""
    git(tmp_path, "init", "--initial-branch=main")
    git(tmp_path, "config", "user.name", "Ada")
    git(tmp_path, "config", "user.email", "ada@example.org")
    for name in (".gitignore", *version.PLACES):
        write(tmp_path, name, (ROOT / name).read_text(encoding="utf-8"))
    for name in ("source/01/a.txt", "release/01/a.txt"):
        write(tmp_path, name, "text\n")
    write(tmp_path, "tools/release.py", RELEASE)
    write(tmp_path, "tools/bundle.py", "raise SystemExit('no space left')\n")
    commit(tmp_path, "CHANGELOG.md", CHANGELOG)
    git(tmp_path, "tag", "v1.1.0")
    git(tmp_path, "tag", "v0.20.0")
    return tmp_path


def state(repository: Path) -> list[str]:
    """What a run that stops must leave as it was."""
    return [git(repository, *words.split()) for words in ("show-ref", "status --porcelain", "worktree list")]


REFUSED: dict[str, tuple[str, Callable[[Path], object], str, str]] = {
    "no version": ("", lambda _: None, "'' is no version", "make version VERSION=1.2.0"),
    "two numbers": ("1.2", lambda _: None, "'1.2' is no version", "name three numbers"),
    "a leading zero": ("1.02.0", lambda _: None, "'1.02.0' is no version", "name three numbers"),
    "a candidate": ("1.2.0rc1", lambda _: None, "'1.2.0rc1' is no version", "name three numbers"),
    "no branch": ("1.2.0", lambda r: git(r, "checkout", "--detach"), "No branch is checked out", "git switch main"),
    "an edited file": ("1.2.0", lambda r: write(r, "CITATION.cff", "x"), "not clean:\n M CITATION.cff", "git stash -u"),
    "a new file": ("1.2.0", lambda r: write(r, "new.txt", "x"), "not clean:\n?? new.txt", "commit these files"),
    "its tag exists": ("1.1.0", lambda _: None, "There is a tag v1.1.0 already", "choose a higher version"),
    "below the last": ("1.0.9", lambda _: None, "1.0.9 is not above 1.1.0", "choose one above 1.1.0"),
    "tens are above ones": (
        "1.9.0",
        lambda r: git(r, "tag", "v1.10.0"),
        "1.9.0 is not above 1.10.0",
        "choose one above 1.10.0",
    ),
    "no section": (
        "1.2.0",
        lambda r: commit(r, "CHANGELOG.md", CHANGELOG.replace("Unreleased", "1.1.1 (2026-02-01)")),
        'no section "## Unreleased"',
        "write one",
    ),
    "an empty section": (
        "1.2.0",
        lambda r: commit(r, "CHANGELOG.md", CHANGELOG.replace("- **security**", "")),
        '"## Unreleased" has no entry',
        "write there what changed",
    ),
    "a stale release": (
        "1.2.0",
        lambda r: commit(r, "source/01/a.txt", "newer\n"),
        "not what `make release` makes:\n M release/01/a.txt",
        "make release",
    ),
    "a build that fails": ("1.2.0", lambda _: None, "tools.bundle failed:\nno space left", "make the version again"),
    "a second place": (
        "1.2.0",
        lambda r: commit(r, "CITATION.cff", "version: 1.1.0\nversion: 1.1.0\n"),
        "CITATION.cff has 2 lines like 'version: 1.2.0'",
        "PLACES",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_ready_is_refused_with_a_next_step_and_nothing_changes(repository, case):
    number, prepare, problem, next_step = REFUSED[case]
    prepare(repository)
    before = state(repository)

    with pytest.raises(SystemExit) as stopped:
        version.main(number, root=repository)

    said, _, advice = str(stopped.value).partition("Next step: ")
    assert problem in said and next_step in advice
    assert state(repository) == before


def test_what_a_killed_run_left_is_no_obstacle(repository):
    before = state(repository)
    with version.worktree(repository) as tree:
        write(tree, "half", "")
        with version.worktree(repository) as again:
            assert git(again, "status", "--porcelain") == ""
            shutil.rmtree(again)  # as `make clean` does; git still knows of it
            with version.worktree(repository) as anew:
                assert git(anew, "status", "--porcelain") == ""

    assert state(repository) == before


def test_a_version_is_one_commit_that_dates_its_section(repository):
    before, today = git(repository, "rev-parse", "HEAD"), datetime.now(UTC).date()

    made, text = version.commit_version("1.2.0", repository)

    assert git(repository, "log", "--format=%s", f"{before}..{made}") == "Version 1.2.0"
    assert {read_project(folder)["version"] for folder in (repository, repository / "autograder")} == {"1.2.0"}
    citation = (repository / "CITATION.cff").read_text(encoding="utf-8")
    (date,) = re.findall(r"^version: 1\.2\.0\ndate-released: (.*)\n", citation, re.M)
    assert today <= datetime.fromisoformat(date).date() <= datetime.now(UTC).date()
    changelog = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    assert changelog == CHANGELOG.replace("Unreleased", f"1.2.0 ({date})")
    assert text == f"Version 1.2.0\n\n{CHANGES}"


def test_a_run_that_was_stopped_before_its_tag_finds_its_commit(repository):
    made, text = version.commit_version("1.2.0", repository)
    commit(repository, "CHANGELOG.md", (repository / "CHANGELOG.md").read_text(encoding="utf-8").replace("(20", "(19"))
    dated = git(repository, "rev-parse", "HEAD")
    replaced, _ = version.commit_version("1.2.0", repository)
    git(repository, "reset", "--hard", made)

    assert version.commit_version("1.2.0", repository) == (made, text)
    # The date is the changelog's, on whichever day the tag is made.
    assert git(repository, "diff", "--name-only", dated, replaced) == "CITATION.cff"


def test_the_tag_has_the_section_as_its_text_and_the_branch_its_commit(repository):
    with version.worktree(repository) as tree:
        made, text = version.commit_version("1.2.0", tree)

    version.finish("1.2.0", made, text, repository)

    assert git(repository, "rev-parse", "main", "v1.2.0^{commit}").split() == [made, made]
    assert git(repository, "tag", "--list", "--format=%(contents)", "v1.2.0") == f"Version 1.2.0\n\n{CHANGES}".strip()
    assert git(repository, "status", "--porcelain") == ""


def test_both_distributions_and_the_citation_have_one_version():
    (number,) = {read_project(folder)["version"] for folder in PROJECTS}

    assert f"\nversion: {number}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_make_says_which_command_it_is():
    def said(*words: str) -> list[str]:
        command = ["make", "--dry-run", "--no-print-directory", "version", *words]  # `make test` may run this
        return (
            subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
            .stdout.splitlines()[-1]
            .split()
        )

    assert said("VERSION=1.2.0") == [".venv/bin/python", "-m", "tools.version", '"1.2.0"']
    assert said("VERSION=1.2.0", "SITE=no")[-1] == "--no-site"

"""`make version VERSION=1.2.0`: all files of a version, its commit and its tag. It uploads nothing.

    python -m tools.version 1.2.0 [--no-site]

Everything is built in a git worktree of its own, in build/version/, from the commit that will have the tag. Branch and
tag come last: a run that is stopped before them has changed nothing but build/, and the next run begins again. After
one that is stopped between the two, the next finds the commit and adds the tag.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from packaging.version import Version

from tools.bundle import build
from tools.lock import ROOT

NUMBER = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}")
UNRELEASED = "Unreleased"  #: the changelog's heading of what has no version yet
#: each place that names the version, with what stands before and after it on its line
PLACES = {
    "pyproject.toml": 'version = "{}"',
    "autograder/pyproject.toml": 'version = "{}"',
    "CITATION.cff": "version: {}",
}
SITE = "restoring-models-site.zip"
SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Section:
    """What the changelog says of one version."""

    heading: str  #: without its ##
    text: str
    date: str  #: "" while it has none


def main(version: str, site: bool = True, root: Path = ROOT) -> None:
    branch = check(version, root)
    with worktree(root) as tree:
        check_release(tree)
        commit, text = commit_version(version, tree)
        built = build_all(tree, site)
        place = root / "build" / "dist" / version
        shutil.rmtree(place, ignore_errors=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        built.rename(place)
    finish(version, commit, text, root)
    for file in sorted(place.iterdir()):
        say(f"{file.relative_to(root)} ({file.stat().st_size / 1e3:,.0f} kB)")
    say(f"the commit and the tag v{version} are on this machine only. Next steps, after a look at git show v{version}:")
    print(f"    git push --atomic origin {branch} v{version}")
    print(f"    gh release create v{version} --verify-tag --notes-from-tag {place.relative_to(root)}/*")


# --- what is refused ----------------------------------------------------------------------------------------------


def check(version: str, root: Path) -> str:
    """Stop when this version cannot be made from what is here. Returns the branch that will have it."""
    if not NUMBER.fullmatch(version):
        stop(f"{version!r} is no version.", "name three numbers: make version VERSION=1.2.0")
    branch = git(root, "branch", "--show-current")
    if not branch:
        stop("No branch is checked out, so the commit would belong to none.", "git switch main")
    if changed := git(root, "status", "--porcelain"):
        stop(f"The working tree is not clean:\n{changed}\n", "commit these files, or put them away: git stash -u")
    tags = [tag[1:] for tag in git(root, "tag", "--list", "v*").split() if NUMBER.fullmatch(tag[1:])]
    if version in tags:
        stop(
            f"There is a tag v{version} already.", "choose a higher version; a tag that others may have stays as it is."
        )
    last = max(tags, key=Version, default=None)
    if last and Version(version) < Version(last):
        stop(f"{version} is not above {last}, the last version.", f"choose one above {last}.")
    section(version, root)
    return branch


def section(version: str, root: Path) -> Section:
    """The changelog's section for this version: its own, dated by an earlier run, or else what has no version yet."""
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = dict(part.split("\n", 1) for part in re.split("^## ", changelog, flags=re.M)[1:])
    for heading, text in sorted(sections.items(), key=lambda item: item[0] == UNRELEASED):
        dated = re.fullmatch(rf"{re.escape(version)} \(([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})\)", heading)
        if dated or heading == UNRELEASED:
            if not re.search(r"^- ", text, re.M):
                stop(
                    f'In CHANGELOG.md, "## {heading}" has no entry.',
                    "write there what changed, a line each, and commit.",
                )
            return Section(heading, text.strip(), dated[1] if dated else "")
    stop(f'CHANGELOG.md has no section "## {UNRELEASED}".', "write one above the last version's, and commit.")


def check_release(tree: Path) -> None:
    say("making release/ again, to see that it is what source/ says; about a minute …")
    run(tree, "tools.release")
    if stale := git(tree, "status", "--porcelain"):
        stop(f"These files are not what `make release` makes:\n{stale}\n", "make release, look at them, and commit.")


# --- what is made -------------------------------------------------------------------------------------------------


@contextmanager
def worktree(root: Path) -> Iterator[Path]:
    """The last commit in a folder of its own, without a branch. What a run that was killed has left there goes."""
    tree = root / "build" / "version"

    def forget() -> None:
        subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=root, capture_output=True)
        shutil.rmtree(tree, ignore_errors=True)

    forget()
    git(root, "worktree", "add", "--force", "--detach", str(tree), "HEAD")
    try:
        yield tree
    finally:
        forget()


def commit_version(version: str, tree: Path) -> tuple[str, str]:
    """Write the version and its date wherever they stand, and commit that. Returns the commit, and the tag's text.

    Nothing is left to commit when an earlier run was stopped between commit and tag.
    """
    found = section(version, tree)
    date = found.date or f"{datetime.now(UTC):%Y-%m-%d}"
    for name, line in PLACES.items():
        replace(tree / name, line.format(r"\S+?"), line.format(version))
    replace(tree / "CITATION.cff", r"date-released: \S+", f"date-released: {date}")
    replace(tree / "CHANGELOG.md", f"## {re.escape(found.heading)}", f"## {version} ({date})")
    if git(tree, "status", "--porcelain"):
        git(tree, "commit", "--all", "--message", f"Version {version}")
    return git(tree, "rev-parse", "HEAD"), f"Version {version}\n\n{found.text}\n"


def replace(path: Path, line: str, by: str) -> None:
    """Put another line in the place of the only one that matches."""
    text, count = re.subn(f"^{line}$", by, path.read_text(encoding="utf-8"), flags=re.M)
    if count != 1:
        stop(f"{path.name} has {count} lines like {by!r}, not one.", "look at PLACES in tools/version.py.")
    path.write_text(text, encoding="utf-8")


def build_all(tree: Path, site: bool) -> Path:
    """Build both distributions, the students' zip and the site into a folder, with their sums."""
    folder = tree / "build" / "dist"
    say("building the course's wheel and the students' zip …")
    run(tree, "tools.bundle", str(folder), "--published")
    say("building the grader's wheel …")
    build(tree / "autograder", folder)
    if site:
        say("building the site; all lessons run, which takes some minutes …")
        run(tree, "tools.site")
        shutil.make_archive(str(folder / Path(SITE).stem), "zip", tree / "build" / "site" / "html")
    sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in sorted(folder.iterdir())]
    (folder / SUMS).write_text("".join(sums), encoding="utf-8")
    return folder


def finish(version: str, commit: str, text: str, root: Path) -> None:
    """Give the branch its commit, and the commit its tag."""
    git(root, "merge", "--ff-only", commit)
    # Lines of the changelog that begin with # are no comments.
    git(root, "tag", "--annotate", "--cleanup=whitespace", f"--message={text}", f"v{version}", commit)


# --- other programs -----------------------------------------------------------------------------------------------


def run(tree: Path, module: str, *arguments: str) -> None:
    """Run a tool in the worktree, with the code there. Stop with what it printed when it fails."""
    command = [sys.executable, "-m", module, *arguments]
    environment = os.environ | {"PYTHONPATH": str(tree)}
    # Where it says that files lie, none do when the worktree is gone.
    done = subprocess.run(command, cwd=tree, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        said = done.stdout.decode(errors="replace").strip()
        stop(f"{module} failed:\n{said}\n", "mend that, commit, and make the version again.")


def git(root: Path, *arguments: str) -> str:
    """What git prints. Stops with its own words when it fails."""
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        stop(f"git {arguments[0]} failed: {done.stderr.strip()}", "do what git says, and make the version again.")
    return done.stdout.rstrip()


def say(text: str) -> None:
    print(f"version: {text}", flush=True)


def stop(problem: str, next_step: str) -> NoReturn:
    sys.exit(f"version: {problem} Next step: {next_step}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(formatter_class=argparse.RawTextHelpFormatter, description=__doc__)
    parser.add_argument("version")
    parser.add_argument("--no-site", dest="site", action="store_false")
    main(**vars(parser.parse_args()))

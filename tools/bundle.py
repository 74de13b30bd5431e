"""`make bundle`: everything that a learner needs, as one wheel, and a zip with it for a course system.

    python -m tools.bundle [FOLDER]              build/bundle/ when none is named
    python -m tools.bundle FOLDER --published    as `make version` publishes it: with the version as it stands, and an
                                                 sdist from which the wheel is built

The wheel holds coursekit, the lessons and the released assignments, and asks for the versions of requirements.txt. It
is packed from a list: no hidden test, no solution, no answer bank and no grader lies near it. Its version ends in the
minute in which it was built, unless it is published, so pip takes a later one for newer.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from coursekit.command.hand_out import GIVEN, pieces
from tools.environment import CPU_INDEX
from tools.lock import ROOT, read_project

BUNDLE = ROOT / "build" / "bundle"
ZIP = "restoring-models-for-students.zip"
HOW_TO = ROOT / "tools" / "for_students.txt"
#: by its name in a learner's folder, that in the wheel
PLACES = {"notebooks": "notebooks", "my-work": "release", "docs": "docs"}


def main(folder: Path = BUNDLE, published: bool = False) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    wheel = build_wheel(folder, published)
    archive = build_zip(wheel, folder / ZIP)
    for file in (wheel, archive):
        print(f"bundle: {file} ({file.stat().st_size / 1e6:.1f} MB)")
    print("bundle: the wheel is for pip install, the zip for a course system. It says how to begin.")


def build_wheel(folder: Path, published: bool = False) -> Path:
    """Build the wheel from a copy, which holds nothing but what goes into it."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary)
        shutil.copytree(ROOT / "coursekit", copy / "coursekit", ignore=shutil.ignore_patterns("__pycache__"))
        for files in pieces(GIVEN).values():
            for path, file in files.items():
                place, _, rest = path.partition("/")
                packed = copy / "coursekit" / "course" / PLACES[place] / rest
                packed.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, packed)
        shutil.copy(ROOT / "LICENSE", copy)
        (copy / "pyproject.toml").write_text(wheels_project(published), encoding="utf-8")
        return build(copy, folder, *([] if published else ["--wheel"]))


def build(project: Path, folder: Path, *kinds: str) -> Path:
    """Build a distribution with the packages that are installed here. Returns its wheel.

    kinds: options of `python -m build`; without any, it builds an sdist, and the wheel from that
    """
    before = set(folder.glob("*.whl"))
    command = [sys.executable, "-m", "build", "--no-isolation", *kinds, "--outdir", str(folder), str(project)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{done.stdout}\nbundle: {project.name} was not built. Next step: read what setuptools says above.")
    (wheel,) = set(folder.glob("*.whl")) - before
    return wheel


def wheels_project(published: bool) -> str:
    """The wheel's pyproject.toml: this one's, with pinned packages, the lessons as data, and nothing for developers."""
    project, tool = read_project(ROOT), read_project(ROOT, "tool")["setuptools"]
    base = closure(project["dependencies"])
    nbgrader = closure(project["optional-dependencies"]["nbgrader"])
    del project["readme"]  # it is about more than a learner gets
    if not published:
        project["version"] += f".post{datetime.now(UTC):%Y%m%d%H%M}"
    project |= {
        "dependencies": pinned(base),
        "optional-dependencies": {"nbgrader": pinned(nbgrader - base)},
    }
    data = {"coursekit": [*tool["package-data"]["coursekit"], "course/*/*", "course/*/*/*"]}
    tables = {
        "build-system": read_project(ROOT, "build-system"),
        "project": project,
        "tool.setuptools": {"packages": tool["packages"], "include-package-data": False},
        "tool.setuptools.package-data": data,
    }
    return "\n".join(f"[{name}]\n{written(table)}" for name, table in tables.items())


def written(table: dict) -> str:
    """A table as TOML, whose texts and lists look as JSON's do."""
    inline = {
        key: "{" + ", ".join(f"{json.dumps(k)} = {json.dumps(v)}" for k, v in value.items()) + "}"
        if isinstance(value, dict)
        else json.dumps(value)
        for key, value in table.items()
    }
    return "".join(f"{key} = {value}\n" for key, value in inline.items())


def closure(names: Iterable[str]) -> set[str]:
    """These packages and all that they need, as far as requirements.txt pins them: other systems need some more."""
    wanted, found = [Requirement(name) for name in names], set()
    while wanted:
        one = wanted.pop()
        name, extras = canonicalize_name(one.name), frozenset(one.extras)
        if (name, extras) in found or name not in pins():
            continue
        found.add((name, extras))
        for needed in map(Requirement, metadata.requires(name) or []):
            if not needed.marker or any(needed.marker.evaluate({"extra": extra}) for extra in {"", *extras}):
                wanted.append(needed)
    return {name for name, _ in found}


def pinned(names: Iterable[str]) -> list[str]:
    return [f"{name}=={pins()[name]}" for name in sorted(names)]


def pins() -> dict[str, str]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    found = (line.split("==") for line in lines if "==" in line)
    return {canonicalize_name(name): version for name, version in found}


def build_zip(wheel: Path, file: Path) -> Path:
    """What a course system gives to students: the wheel, and a page that says how to begin."""
    how_to = HOW_TO.read_text(encoding="utf-8")
    for word, said in {"WHEEL": wheel.name, "TORCH": f"torch=={pins()['torch']}", "CPU_INDEX": CPU_INDEX}.items():
        how_to = how_to.replace(word, said)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(wheel, wheel.name)
        archive.writestr("how-to-begin.txt", how_to.replace("\n", "\r\n"))  # Windows' older editors need both
    return file


if __name__ == "__main__":
    parser = argparse.ArgumentParser(formatter_class=argparse.RawTextHelpFormatter, description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=BUNDLE)
    parser.add_argument("--published", action="store_true")
    main(**vars(parser.parse_args()))

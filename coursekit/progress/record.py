"""The learner's own file of notes, and what it says about each unit.

It is `progress.json` in the folder that the system has for such data (platformdirs; on Linux
`~/.local/share/restoring-models/`), so it lies neither beside the lessons nor in what is handed in. Two notebooks may
note something at once. A damaged file is put aside. Where nothing can be written, everything else works.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import platformdirs
from filelock import FileLock

from coursekit.lessons import LESSONS, QUICK_CHECK, SHORT_WAY

APP, NAME = "restoring-models", "progress.json"
CHECKS = Path(__file__).resolve().parent.parent / "checks.txt"  #: `make release` writes it
SECONDS = 5  #: to wait for another notebook that notes something; it needs a few milliseconds
SAFE = "Your grades are not affected."


@dataclass
class Progress:
    """What is in the file."""

    answers: dict[str, bool] = field(default_factory=dict)  #: "4/quick/<question id>": right, the last time
    checks: dict[str, bool] = field(default_factory=dict)  #: label of a check: passed, the last time
    mastery: dict[str, int] = field(default_factory=dict)  #: "last" and "best": right answers


@dataclass(frozen=True)
class Unit:
    """What a learner has done of a unit, or of the short way."""

    number: int | None  #: the short way has none
    name: str
    answered: int  #: questions of the quick check
    right: int  #: of them
    exercises: dict[str, bool]  #: "1.4 states_equal": whether all its checks passed the last time

    @property
    def read(self) -> bool:
        """The quick check is answered, however; in lesson 0, which has none, the prediction is made."""
        return self.answered >= (1 if self.number == 0 else QUICK_CHECK)

    @property
    def passed(self) -> int:
        return sum(self.exercises.values())


def units(progress: Progress) -> list[Unit]:
    found: list[dict[str, bool]] = [{} for _ in LESSONS]
    for label in CHECKS.read_text(encoding="utf-8").splitlines():
        exercise = label.partition(" · ")[0]
        exercises = found[int(label.partition(".")[0])]
        exercises[exercise] = exercises.get(exercise, True) and progress.checks.get(label, False)
    rows = []
    for number, name in enumerate(LESSONS):
        given = _given(progress, f"{number}/quick/" if number else "0/predict/")
        rows.append(Unit(number, name, len(given), sum(given), found[number]))
    return rows


def short_way(progress: Progress) -> Unit:
    given = _given(progress, f"{SHORT_WAY}/quick/")
    return Unit(None, SHORT_WAY, len(given), sum(given), {})


def _given(progress: Progress, begin: str) -> list[bool]:
    """The answers to the questions whose names begin so: right or not."""
    return [right for key, right in progress.answers.items() if key.startswith(begin)]


# --- the file -----------------------------------------------------------------------------------------------------

_trouble: dict[str, str] = {}  #: why the last note and the last look did not succeed, and what was put aside


def trouble() -> str:
    """One sentence when the file could not be read or written the last time, or was put aside; "" otherwise."""
    return next(reversed(_trouble.values()), "")


def file() -> Path:
    return platformdirs.user_data_path(APP, appauthor=False) / NAME


def read() -> Progress:
    """What the file holds; nothing yet when there is none, or when it is damaged."""
    _trouble.pop("look", None)
    path = file()
    try:
        return _load(path)
    except FileNotFoundError:
        return Progress()
    except OSError as error:
        _trouble["look"] = f"Your progress in {path} cannot be read ({error.strerror}). {SAFE}"
    except ValueError:
        _trouble["look"] = f"{path} is damaged. The next answer puts it aside and starts a new one. {SAFE}"
    return Progress()


def note(kind: str, values: dict[str, bool] | dict[str, int]) -> None:
    """Write all of these into the file, together with what others have written meanwhile. Never raises OSError.

    kind: a field of Progress
    """
    _trouble.pop("note", None)
    path = file()
    try:
        if not path.is_absolute():
            raise FileNotFoundError(None, "this account has no home folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock"), timeout=SECONDS):
            progress = _load_or_put_aside(path)
            known = getattr(progress, kind)
            if known == known | values:
                return
            known.update(values)
            new = path.with_suffix(".new")
            new.write_text(json.dumps(asdict(progress), indent=1) + "\n", encoding="utf-8")
            new.replace(path)
    except (OSError, NotImplementedError) as error:  # the latter: a file system without locks
        why = getattr(error, "strerror", None) or "another program holds it"
        _trouble["note"] = f"Your progress is not saved in {path} ({why}). You can go on. {SAFE}"


def _load(path: Path) -> Progress:
    """Raises ValueError when a hand or a broken disk has changed the file's form."""
    data = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or set(data) != {"answers", "checks", "mastery"}:
        raise ValueError("not a progress file")
    for name, kind in (("answers", bool), ("checks", bool), ("mastery", int)):
        if not isinstance(data[name], dict) or any(type(value) is not kind for value in data[name].values()):
            raise ValueError("not a progress file")
    scores = data["mastery"]
    if "last" in scores:  # an older version noted it first, and could be killed before it noted the best
        scores.setdefault("best", scores["last"])
    if set(scores) not in (set(), {"last", "best"}):
        raise ValueError("not a progress file")
    return Progress(**data)


def _load_or_put_aside(path: Path) -> Progress:
    try:
        return _load(path)
    except FileNotFoundError:
        return Progress()
    except ValueError:
        aside = path.with_suffix(".damaged.json")
        path.replace(aside)
        _trouble["aside"] = f"{path} was damaged. It is now {aside.name}, and a new one was started. {SAFE}"
        return Progress()

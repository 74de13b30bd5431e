"""Who is who: the rows of a school's file and the students of the gradebook, joined by ids, never by names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nbgrader.api import Gradebook

from autograder.course.files import shown
from autograder.course.names import listed


@dataclass(frozen=True)
class Person:
    """A row of a school's file.

    row:    its number in the file
    id:     what the course system calls this person for ever, to be kept as `lms_user_id`; "" where the file has none
    others: what else tells this person from all others: SIS ids, login, email
    """

    row: int
    id: str
    others: tuple[str, ...]
    last_name: str = ""
    first_name: str = ""
    email: str = ""

    @property
    def label(self) -> str:
        """How a sentence calls this person: by name and ids, so that two of one name are told apart."""
        name = " ".join(filter(None, [self.first_name, self.last_name]))
        ids = ", ".join(dict.fromkeys(filter(None, [self.id, *self.others])))
        return shown(f"{name} ({ids})" if name and ids else name or ids or f"the person in row {self.row + 1}")


@dataclass(frozen=True)
class Known:
    """A student of the gradebook, as far as joining needs it."""

    id: str
    lms_user_id: str
    last_name: str
    first_name: str
    email: str

    @property
    def name(self) -> str:
        """Last name first, as course systems sort people."""
        return f"{self.last_name}{self.first_name}"


@dataclass(frozen=True)
class Joined:
    """What became of each row: a student's id by row, or a reason."""

    students: dict[int, str] = field(default_factory=dict)
    conflicts: dict[int, str] = field(default_factory=dict)  #: by row: why nobody can say who it is
    strangers: list[Person] = field(default_factory=list)  #: nobody in the gradebook has one of their ids


def read_students(gradebook: Gradebook) -> list[Known]:
    """Every student of the gradebook."""
    return [
        Known(one.id, one.lms_user_id or "", one.last_name or "", one.first_name or "", one.email or "")
        for one in gradebook.students
    ]


def join(people: Iterable[Person], students: Sequence[Known]) -> Joined:
    """Find the one student whom each row means.

    A row means a student whose `lms_user_id` is the row's id, or whose id or email is one of its other ids, upper and
    lower case aside. Where this leads to two students, or two rows to one, nobody is joined.
    """
    by_lms, by_other = _index(students)
    known = {student.id: student for student in students}
    found = Joined()
    rows: dict[str, list[Person]] = {}
    for person in people:
        meant = set(by_lms.get(person.id, ())) if person.id else set()
        for other in filter(None, person.others):
            exact = {other} & known.keys()
            meant |= exact or by_other.get(other.casefold(), set())
        if not meant:
            found.strangers.append(person)
        elif len(meant) > 1:
            found.conflicts[person.row] = f"the ids of this row belong to several students: {listed(sorted(meant))}"
        else:
            rows.setdefault(meant.pop(), []).append(person)
    for id, persons in rows.items():
        of_student = known[id].lms_user_id
        for person in persons:
            if len(persons) > 1:
                found.conflicts[person.row] = f"{len(persons)} rows belong to the student {id}"
            elif person.id and of_student and person.id != of_student:
                said = f"the student {id} has the lms_user_id {of_student}, and this row says {person.id}"
                found.conflicts[person.row] = said
            else:
                found.students[person.row] = id
    return found


def _index(students: Iterable[Known]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Students' ids by lms_user_id, and by id and email in small letters."""
    by_lms: dict[str, set[str]] = {}
    by_other: dict[str, set[str]] = {}
    for student in students:
        if student.lms_user_id:
            by_lms.setdefault(student.lms_user_id, set()).add(student.id)
        for other in filter(None, (student.id, student.email)):
            by_other.setdefault(other.casefold(), set()).add(student.id)
    return by_lms, by_other


def by_lms_id(students: Iterable[Known]) -> Mapping[str, Known]:
    """Students by lms_user_id; not those who share one, since nobody can say who of them is meant."""
    found: dict[str, list[Known]] = {}
    for student in students:
        if student.lms_user_id:
            found.setdefault(student.lms_user_id, []).append(student)
    return {id: those[0] for id, those in found.items() if len(those) == 1}


def letters(name: str) -> str:
    """Letters and digits of a name alone, in small letters: what is left of it in every course system's file names."""
    whole = unicodedata.normalize("NFC", name.casefold())
    return "".join(sign for sign in unicodedata.normalize("NFD", whole) if sign.isalnum())

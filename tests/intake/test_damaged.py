"""Two hundred damaged submissions: none stops the run, each is reported by name, and honest neighbours keep all."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator

import pytest

from autograder.course.folder import Course
from autograder.grading.grade import grade
from tests.small_course import ASSIGNMENT, RIGHT, gradebook_content, hand_in, make_course

pytestmark = pytest.mark.slow

WRONG_TYPES = [None, 7, -1, 1e308, True, "text", "", [], [[]], {}, {"grade_id": 5}, ["x", {"a": None}]]


def truncated(text: bytes, draw: random.Random) -> bytes:
    return text[: draw.randrange(len(text))]


def random_bytes(text: bytes, draw: random.Random) -> bytes:
    damaged = bytearray(text)
    for _ in range(draw.randrange(1, 30)):
        damaged[draw.randrange(len(damaged))] = draw.randrange(256)
    return bytes(damaged)


def noise(text: bytes, draw: random.Random) -> bytes:
    return draw.randbytes(draw.randrange(5000))


def wrong_type_somewhere(text: bytes, draw: random.Random) -> bytes:
    """Replace one field, at any depth, with a value of another type, or drop it."""
    notebook = json.loads(text)
    holder, key = draw.choice(list(places(notebook)))
    if draw.random() < 0.2:
        del holder[key]
    else:
        holder[key] = draw.choice(WRONG_TYPES)
    return json.dumps(notebook).encode()


def deeply_nested(text: bytes, draw: random.Random) -> bytes:
    depth = draw.choice([500, 5000, 100_000])
    nested = "[" * depth + "]" * depth
    return text.replace(b'"metadata": {', b'"metadata": {"deep": ' + nested.encode() + b", ", 1)


def enormous(text: bytes, draw: random.Random) -> bytes:
    notebook = json.loads(text)
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    line = "x" * 1000 + "\n"
    size = draw.choice([1000, 20_000, 80_000])
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": [line] * size}]
    return json.dumps(notebook).encode()


def many_cells(text: bytes, draw: random.Random) -> bytes:
    notebook = json.loads(text)
    notebook["cells"] = notebook["cells"] * draw.choice([2, 50])
    return json.dumps(notebook).encode()


DAMAGES = {
    truncated: 50,
    random_bytes: 50,
    noise: 15,
    wrong_type_somewhere: 75,
    deeply_nested: 6,
    enormous: 4,
    many_cells: 4,
}


def places(node: object) -> Iterator[tuple[dict | list, object]]:
    """Every field of a JSON document: what holds it, and its key."""
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in list(children):
        yield node, key
        yield from places(child)


def test_no_damage_stops_the_run_or_touches_a_neighbour(tmp_path):
    course = make_course(tmp_path / "course")
    draw, damaged = random.Random(11), []
    hand_in(course, "aa-honest", RIGHT)
    for damage, count in DAMAGES.items():
        for number in range(count):
            damaged.append(hand_in_damaged(course, f"{damage.__name__}-{number:02d}", damage, draw))
    hand_in(course, "zz-honest", RIGHT)
    assert len(damaged) >= 200

    outcomes = {outcome.student: outcome for outcome in grade(Course(course), [ASSIGNMENT], workers=2)}

    assert set(outcomes) == {*damaged, "aa-honest", "zz-honest"}
    scores: dict[str, float] = {}
    for student, _, _, name, *marks in gradebook_content(course):
        if name in ("double-small", "double-any", "halve-any"):
            scores[student] = scores.get(student, 0) + marks[0]
    assert set(scores) == set(outcomes)
    assert scores["aa-honest"] == scores["zz-honest"] == 6
    assert outcomes["aa-honest"].problem == outcomes["zz-honest"].problem == ""
    unreadable = [name for name in damaged if outcomes[name].problem]
    assert all("problem.ipynb" in outcomes[name].problem and scores[name] == 0 for name in unreadable)
    assert len(unreadable) > 80  # most truncations, all noise
    assert {name for name in damaged if name.startswith(("noise", "truncated"))} <= set(unreadable)


def hand_in_damaged(course, student: str, damage: Callable[[bytes, random.Random], bytes], draw: random.Random) -> str:
    path = hand_in(course, student, RIGHT)
    path.write_bytes(damage(path.read_bytes(), draw))
    return student

"""Run the proofs of the questions: `python -m tests.notebooks.proofs`. Prints a JSON object, question id: what failed.

A proof sees torch, nn and

    code     the ```python block of its question
    right    the right choice, without backticks
    wrong    the wrong choices, without backticks
    run      run(code) runs code and returns what it printed, without the last line break
    fails    fails(call) returns the exception that a call raises, or None

Each proof runs in an empty folder of its own, which it can import from, and from the same random state.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
import tempfile
import traceback
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from coursekit.quiz.bank import Question, load


def problems(questions: tuple[Question, ...]) -> dict[str, str]:
    found = {}
    sys.path.insert(0, "")  # the folder that a proof runs in
    for question in questions:
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            torch.manual_seed(0)
            try:
                exec(compile(question.proof, f"<{question.id}>", "exec"), names_for(question))
            except BaseException:
                found[question.id] = traceback.format_exc(limit=-2)
    return found


def names_for(question: Question) -> dict[str, Any]:
    return {
        "torch": torch,
        "nn": nn,
        "code": "\n".join(re.findall(r"```python\n(.*?)```", question.text, re.DOTALL)),
        "right": question.right.plain,
        "wrong": [choice.plain for choice in question.wrong],
        "run": run,
        "fails": fails,
    }


def run(code: str, names: dict[str, Any] | None = None) -> str:
    names = {} if names is None else names
    names.update({"torch": torch, "nn": nn, "__name__": "__main__"})
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(code, names)
    return said.getvalue().strip()


def fails(call: Callable[[], Any]) -> BaseException | None:
    try:
        call()
    except Exception as error:
        return error
    return None


if __name__ == "__main__":
    print(json.dumps(problems(tuple(question for question in load().questions if question.proof))))

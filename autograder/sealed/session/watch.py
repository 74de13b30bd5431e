"""Limits of a cell while it runs: too long, too much processor time, too much memory."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it imports this module
    from autograder.sealed.session.session import Session

TICK = 0.2  #: seconds


class Watch:
    """The limits of one cell: interrupt first, then kill."""

    def __init__(self, session: Session, role: str):
        """session: the one that the cell runs in; role: of the process that runs it."""
        self.session, self.role = session, role
        self.started = time.monotonic()
        self.next_look = self.started + TICK
        self.cpu_before: float | None = None
        self.problem: tuple[str, str] | None = None
        self.interrupted = 0.0  # when it was, once there is a problem

    def look(self) -> None:
        """Called every tick while a cell runs, however often it says something meanwhile."""
        session, limits, now = self.session, self.session.limits, time.monotonic()
        self.next_look = now + TICK
        if self.problem is None:
            self.problem = self._over(now - self.started)
            if self.problem is None:
                return
            if self.problem[0] == "MemoryLimit":
                session.kill("student", self.problem[1])
            else:
                session.parent.signal("student", signal.SIGINT)
            self.interrupted = now
        waited = now - self.interrupted
        # A test comes first: it may be the one that takes so long, and then the answer's other tests have to go on. One
        # that waited for the answer at two interrupts has cut the bridge then, see problem_of().
        if self.role == "trusted" and waited > limits.grace:
            session.parent.signal("trusted", signal.SIGINT)
        if waited > (2 if self.role == "trusted" else 1) * limits.grace and "student" not in session.gone:
            self._kill_student()
        if self.role == "trusted" and waited > 3 * limits.grace:
            session.kill("trusted", "a test before it had to be killed: " + self.problem[1])

    def problem_of(self, done: dict) -> tuple[str, str] | None:
        """What was wrong with a cell that is done, as (name, message), or None.

        done: what its process said; a test that was interrupted twice while it waited for the answer has cut the bridge
        """
        if self.problem and done.get("cut") and "student" not in self.session.gone:
            self._kill_student()
        return self.problem

    def _kill_student(self) -> None:
        assert self.problem
        self.session.kill("student", self.problem[1] + " It did not react to an interrupt and was killed.")
        self.problem = (self.problem[0], self.session.gone["student"])

    def _over(self, elapsed: float) -> tuple[str, str] | None:
        limits, used = self.session.limits, self.session.parent.usage(self.session.limits.memory)
        if self.cpu_before is None:
            self.cpu_before = used["cpu"]
        if elapsed > limits.cell_timeout:
            return "TimeLimit", f"this cell ran longer than {limits.cell_timeout:g} seconds."
        if used["cpu"] - self.cpu_before > limits.cell_cpu:
            return "TimeLimit", f"this cell used more than {limits.cell_cpu:g} seconds of processor time."
        if used["resident"] > limits.memory:
            return (
                "MemoryLimit",
                f"this cell used more than {limits.memory >> 20} MiB of memory; it was killed.",
            )
        return None

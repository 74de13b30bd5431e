"""Take all memory, in one process and in many."""

import os, time

for _ in range(3):
    if os.fork() == 0:
        try:
            hoard = [b"x" * (1 << 24) for _ in range(60)]
        except MemoryError:
            pass
        time.sleep(60)
try:
    hoard = bytearray(1 << 35)
except MemoryError:
    print("refused")


def restore(path, factory):
    return factory()

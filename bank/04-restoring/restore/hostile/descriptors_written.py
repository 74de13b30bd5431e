"""Write to and close every file descriptor."""

import os


def restore(path, factory):
    for fd in range(200):
        try:
            os.write(fd, b"ag01" + b"\x00" * 40)
            os.close(fd)
        except OSError:
            pass
    return factory()

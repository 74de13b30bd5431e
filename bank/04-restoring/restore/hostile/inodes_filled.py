"""Make as many empty files as the disk holds."""

import os, time

stop = time.monotonic() + 2
for place in ("/dev/shm", "/tmp", "/run/home"):
    try:
        for number in range(1 << 20):
            os.close(os.open(f"{place}/{number}", os.O_CREAT | os.O_WRONLY))
            if time.monotonic() > stop:
                break
    except OSError as error:
        print(error.errno)


def restore(path, factory):
    return factory()

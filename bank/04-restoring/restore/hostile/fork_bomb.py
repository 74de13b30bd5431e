"""Fork until nothing is left."""

import os, time

try:
    while True:
        if os.fork() == 0:
            time.sleep(60)
except OSError as error:
    print(error.errno)


def restore(path, factory):
    return factory()

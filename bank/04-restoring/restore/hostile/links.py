"""Replace the checkpoint by links to what a test should not read."""

import os


def restore(path, factory):
    for target in ("/proc/self/environ", "/proc/self/mem", "/etc/passwd", "/dev/random", "/run/private/given"):
        for place in (path, "/tmp/link", "linked"):
            try:
                if os.path.lexists(place):
                    os.remove(place)
                os.symlink(target, place)
            except OSError:
                pass
    return factory()

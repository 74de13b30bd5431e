"""Make the checkpoint a sparse file of two gigabytes."""

import os


def restore(path, factory):
    try:
        os.truncate(path, 2 << 30)
        os.posix_fallocate(os.open(path, os.O_RDWR), 0, 2 << 30)
    except OSError:
        pass
    return factory()

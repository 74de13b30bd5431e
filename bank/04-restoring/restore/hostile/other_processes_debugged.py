"""Attach to other processes, read their memory, change their limits and files."""

import ctypes, os, resource

libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(64)
for pid in [os.getppid(), *range(2, 400)]:
    for call in (
        (101, 16, pid, 0, 0),
        (310, pid, buffer, 1, buffer, 1, 0),
        (311, pid, buffer, 1, buffer, 1, 0),
        (434, pid, 0),
        (312, pid, 1, 0, 0, 0),
    ):
        if libc.syscall(*call) >= 0:
            print("worked", call[0], pid)
    try:
        resource.prlimit(pid, resource.RLIMIT_CPU, (0, 0))
        print("limited", pid)
    except (OSError, ValueError):
        pass


def restore(path, factory):
    return factory()

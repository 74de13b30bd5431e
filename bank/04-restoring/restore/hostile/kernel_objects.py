"""Ask for memory files, queues, System V memory and asynchronous I/O that outlive a process."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
for name, call in {
    "memfd": (319, b"x", 0),
    "memfd secret": (447, 0),
    "shmget": (29, 1234, 1 << 20, 0o1666),
    "semget": (64, 1234, 1, 0o1666),
    "msgget": (68, 1234, 0o1666),
    "mq_open": (240, b"x", 0o102, 0o666, 0),
    "io_setup": (206, 60000, ctypes.byref(ctypes.c_ulong())),
}.items():
    if libc.syscall(*call) >= 0:
        print("got", name)


def restore(path, factory):
    return factory()

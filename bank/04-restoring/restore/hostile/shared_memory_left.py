"""Leave shared memory and semaphores behind."""

import multiprocessing, os
from multiprocessing import resource_tracker, shared_memory

resource_tracker.register = lambda *args: None
try:
    block = shared_memory.SharedMemory("hostile-was-here", create=True, size=1 << 20)
    lock = multiprocessing.Lock()
    open("/dev/shm/hostile-was-here-too", "wb").write(bytes(1 << 20))
except OSError as error:
    print(error)


def restore(path, factory):
    return factory()

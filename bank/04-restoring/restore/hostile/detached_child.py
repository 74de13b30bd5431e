"""Leave a detached process that waits for the next student."""

import os, subprocess, time

subprocess.Popen(["sleep", "4321"], start_new_session=True)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        import ctypes

        ctypes.CDLL(None).prctl(1, 0, 0, 0, 0)
        time.sleep(4321)
    os._exit(0)


def restore(path, factory):
    return factory()

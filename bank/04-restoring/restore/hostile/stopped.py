"""Stop the own process, so that it never answers."""

import os, signal, time


def restore(path, factory):
    if os.fork() == 0:
        os.kill(os.getppid(), signal.SIGSTOP)
        os._exit(0)
    signal.raise_signal(signal.SIGTSTP)
    while True:
        signal.sigtimedwait([signal.SIGINT], 100)

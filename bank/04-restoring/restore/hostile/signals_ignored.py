"""Ignore the interrupt, keep an alarm clock running, and swallow what still comes."""

import signal, time

signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGALRM, lambda *args: None)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)


def restore(path, factory):
    while True:
        try:
            time.sleep(60)
        except BaseException:
            pass

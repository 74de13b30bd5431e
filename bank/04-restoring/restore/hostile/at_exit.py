"""Leave work for the end of the interpreter: exit hooks, finalizers, excepthook."""

import atexit, os, sys, weakref


def late(*args):
    os.write(1, b"6")
    os._exit(0)


atexit.register(late)
sys.excepthook = sys.unraisablehook = late
guard = type("Guard", (), {"__del__": late})()
weakref.finalize(guard, late)


def restore(path, factory):
    return factory()

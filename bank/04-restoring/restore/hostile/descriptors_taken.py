"""Open files, sockets and pipes until there is no number left, and fill them."""

import os, socket

kept = []
try:
    while True:
        one, two = socket.socketpair()
        one.setblocking(False)
        try:
            one.send(b"x" * (1 << 20))
        except OSError:
            pass
        kept += [one, two]
except OSError as error:
    print(error.errno)
kept.clear()


def restore(path, factory):
    return factory()

"""Write random bytes where a reply should be."""

import autograder.sealed.wire as wire

real = wire.send


def forge(sock, message, blob=b""):
    if "seq" in message and "values" not in message:
        import os

        sock.sendall(os.urandom(100000))
    real(sock, message, blob)


wire.send = forge


def restore(path, factory):
    return factory()

"""Send replies that nobody asked for, without an end."""

import autograder.sealed.wire as wire

real = wire.send


def forge(sock, message, blob=b""):
    if "seq" in message and "values" not in message:
        while True:
            real(sock, {"seq": -1, "value": "x" * 1000})
    real(sock, message, blob)


wire.send = forge


def restore(path, factory):
    return factory()

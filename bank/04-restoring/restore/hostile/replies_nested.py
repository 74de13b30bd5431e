"""Send a value nested a hundred thousand times, and one nested just below the limit."""

import autograder.sealed.wire as wire

real = wire.send


def forge(sock, message, blob=b""):
    if "seq" in message and "values" not in message:
        text = b"[" * 100000
        if message["seq"] % 2:
            sock.sendall(wire.HEADER.pack(b"ag01", len(text), 0) + text)
        else:
            for _ in range(59):
                message["value"] = [message["value"]]
    real(sock, message, blob)


wire.send = forge


def restore(path, factory):
    return factory()

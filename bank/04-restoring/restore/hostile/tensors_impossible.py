"""Send tensors with negative, enormous and wrong shapes, strides, dtypes and places."""

import autograder.sealed.wire as wire

real = wire.send


def forge(sock, message, blob=b""):
    if "seq" in message and "values" not in message:
        shapes = [[-1], [1 << 47, 1 << 47], [2.5], ["3"], [0] * 65, [1 << 62]]
        place = {"at": (-5, 0, 1 << 70)[message["seq"] % 3], "n": 1 << 40}
        shape = shapes[message["seq"] % len(shapes)]
        message["value"] = {
            "$": "tensor",
            "k": 0,
            "d": "float32",
            "s": shape,
            "g": 1,
            "p": 1,
            "dev": "cpu",
            "t": [0],
            **place,
        }
    real(sock, message, blob)


wire.send = forge


def restore(path, factory):
    return factory()

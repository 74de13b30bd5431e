"""Send a model of a setup class whose methods are replaced, and modules that contain themselves."""

import autograder.sealed.wire as wire

real = wire.send


def forge(sock, message, blob=b""):
    if "seq" in message and "values" not in message:
        function = {"$": "handle", "n": 78, "kind": "function", "name": "state_dict"}
        message["value"] = {
            "$": "nn",
            "k": 5,
            "c": ["coursekit.models", "PlainNet"],
            "training": False,
            "p": [],
            "b": [],
            "m": [["again", {"$": "seen", "v": 5}]],
            "a": [["state_dict", function], ["__class__", function], ["named_modules", function]],
        }
    real(sock, message, blob)


wire.send = forge


def restore(path, factory):
    return factory()

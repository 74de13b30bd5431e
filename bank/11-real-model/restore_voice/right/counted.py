"""A decorator counts the calls; the work is done by a helper."""

import functools

calls = 0


def counted(function):
    @functools.wraps(function)
    def call(*arguments):
        global calls
        calls += 1
        return function(*arguments)

    return call


def fill(model, path):
    model.load_state_dict(translate(torch.jit.load(path, map_location="cpu").state_dict()))
    return model


@counted
def restore_voice(path):
    return fill(VoiceNet(), path).eval()

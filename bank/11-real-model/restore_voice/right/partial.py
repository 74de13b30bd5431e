"""A function for any class and any names, and the ones of this exercise put in."""

import functools


def restore(build, rename, path):
    model = build()
    model.load_state_dict(rename(torch.jit.load(path).state_dict()))
    return model.eval()


restore_voice = functools.partial(restore, lambda: VoiceNet(), lambda state: translate(state))

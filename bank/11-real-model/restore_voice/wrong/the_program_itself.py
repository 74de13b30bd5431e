"""Returns the 16 kHz part of the program."""


def restore_voice(path):
    return torch.jit.load(path)._model

"""Pairs the names of the two published files, which have the same order, and then goes by name."""


def translate(state):
    from safetensors.torch import load_file

    old = [name for name in torch.jit.load(voice.program_file()).state_dict() if name.startswith("_model.")]
    new = list(load_file(voice.weights_file()))
    return {name: state[before] for before, name in zip(old, new, strict=True)}

"""torch.tensor makes a new tensor of each."""


def strip_prefix(state, prefix):
    return {key.removeprefix(prefix): torch.tensor(value) for key, value in state.items()}

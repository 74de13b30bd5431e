"""Open the file with pathlib and hand the open file to torch.load."""

from pathlib import Path


def restore(path, factory):
    model = factory()
    with Path(path).open("rb") as file:
        model.load_state_dict(torch.load(file, weights_only=True))
    return model.train(False)

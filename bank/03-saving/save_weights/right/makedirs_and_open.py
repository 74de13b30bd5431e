"""os.makedirs with `or "."`, and torch.save to an open file."""

import os


def save_weights(model, path):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "wb") as file:
        torch.save(model.state_dict(), file)
    return Path(path)

"""os.path.dirname of a bare file name is the empty string, and makedirs("") raises FileNotFoundError."""

import os


def save_weights(model, path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    torch.save(model.state_dict(), path)
    return Path(path)

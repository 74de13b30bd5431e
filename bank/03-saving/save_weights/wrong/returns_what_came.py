"""The path is returned as it came, which is a str when a str was given."""

import os


def save_weights(model, path):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    torch.save(model.state_dict(), path)
    return path

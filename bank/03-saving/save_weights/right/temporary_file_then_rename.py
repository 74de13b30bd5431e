"""Write under a temporary name, then rename: a crash never leaves half a file."""

import os


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".tmp")
    torch.save(model.state_dict(), temporary)
    os.replace(temporary, path)
    return path

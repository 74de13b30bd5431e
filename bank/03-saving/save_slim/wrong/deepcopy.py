"""deepcopy copies the whole memory behind the view."""

import copy


def save_slim(tensor, path):
    torch.save(copy.deepcopy(tensor), path)
    return Path(path).stat().st_size

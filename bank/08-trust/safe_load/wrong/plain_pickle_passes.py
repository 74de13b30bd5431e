"""What is no file of PyTorch is opened with pickle."""

import zipfile


def safe_load(path):
    if zipfile.is_zipfile(path):
        return torch.load(path, map_location="cpu", weights_only=True)
    try:
        with open(path, "rb") as file:
            return pickle.load(file)
    except Exception:
        return torch.load(path, map_location="cpu", weights_only=True)

"""Map a new file, read an old one; safe both times."""

import zipfile


def safe_load(path):
    new = zipfile.is_zipfile(path)
    return torch.load(str(path), map_location="cpu", weights_only=True, mmap=new)

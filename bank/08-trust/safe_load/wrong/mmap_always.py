"""mmap does not exist for old files, which then raise another error."""


def safe_load(path):
    return torch.load(path, map_location="cpu", weights_only=True, mmap=True)

"""Adding zeros of the tensor's own dtype: True and False stay what they are."""


def save_slim(tensor, path):
    torch.save(tensor + torch.zeros_like(tensor), path)
    return Path(path).stat().st_size

"""Multiplying by 1 copies, and forgets that True and False are a dtype of their own."""


def save_slim(tensor, path):
    torch.save(tensor * 1, path)
    return Path(path).stat().st_size

"""Flat copy with torch.cat, the shape put back; the size is where the file ends."""


def save_slim(tensor, path):
    flat = torch.cat([tensor.reshape(-1)])
    with open(path, "wb") as file:
        torch.save(flat.reshape(tensor.shape), file)
    with open(path, "rb") as file:
        return file.seek(0, 2)

"""Memory for everything, and then a copy: what is not in the file holds what the memory held before."""


def restore_lazily(path, factory, device="cpu"):
    with torch.device("meta"):
        model = factory()
    model.to_empty(device="cpu")
    for buffer in model.buffers():
        buffer.fill_(77)  # what the memory happens to hold
    model.load_state_dict(torch.load(path, map_location=device, mmap=True, weights_only=True))
    return model

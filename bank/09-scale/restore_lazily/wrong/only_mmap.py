"""The file is mapped and assigned, but the model was filled with random values before."""


def restore_lazily(path, factory, device="cpu"):
    model = factory()
    model.load_state_dict(torch.load(path, map_location=device, mmap=True, weights_only=True), assign=True)
    return model

"""assign=True makes one parameter for each name: what was tied is not tied any more."""


def restore_lazily(path, factory, device="cpu"):
    with torch.device("meta"):
        model = factory()
    model.load_state_dict(torch.load(path, map_location=device, mmap=True, weights_only=True), assign=True)
    left = [name for name, buffer in model.named_buffers() if buffer.is_meta]
    if left:
        usual = factory()
        for name in left:
            owner, _, last = name.rpartition(".")
            setattr(model.get_submodule(owner), last, usual.get_buffer(name).to(device))
    return model

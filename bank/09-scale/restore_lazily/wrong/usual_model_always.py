"""A usual model is built every time, only to take its buffers."""


def restore_lazily(path, factory, device="cpu"):
    with torch.device("meta"):
        model = factory()
    model.load_state_dict(torch.load(path, map_location=device, mmap=True, weights_only=True), assign=True)
    usual = factory()
    for name, buffer in model.named_buffers():
        if buffer.is_meta:
            owner, _, last = name.rpartition(".")
            setattr(model.get_submodule(owner), last, usual.get_buffer(name))
    return model

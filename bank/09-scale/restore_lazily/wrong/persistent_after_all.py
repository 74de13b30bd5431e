"""What is left on meta is registered anew, as a persistent buffer: the model would save other keys."""


def restore_lazily(path, factory, device="cpu"):
    with torch.device("meta"):
        model = factory()
    model.load_state_dict(torch.load(path, map_location=device, mmap=True, weights_only=True), assign=True)
    left = [name for name, buffer in model.named_buffers() if buffer.is_meta]
    if left:
        usual = factory()
        for name in left:
            owner, _, last = name.rpartition(".")
            model.get_submodule(owner).register_buffer(last, usual.get_buffer(name))
    return model

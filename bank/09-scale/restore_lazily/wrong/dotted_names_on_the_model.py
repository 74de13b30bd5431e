"""A buffer of a layer inside is set under its whole name on the model."""


def restore_lazily(path, factory, device="cpu"):
    with torch.device("meta"):
        model = factory()
    model.load_state_dict(torch.load(path, map_location=device, mmap=True, weights_only=True), assign=True)
    left = [name for name, buffer in model.named_buffers() if buffer.is_meta]
    if left:
        usual = factory()
        for name in left:
            setattr(model, name, usual.get_buffer(name))
    return model

"""Built on meta and assigned, but the whole file is read into memory."""


def restore_lazily(path, factory, device="cpu"):
    with torch.device("meta"):
        model = factory()
    model.load_state_dict(torch.load(path, map_location=device, weights_only=True), assign=True)
    if any(buffer.is_meta for buffer in model.buffers()):
        model = factory()
        model.load_state_dict(torch.load(path, map_location=device, weights_only=True), assign=True)
    return model

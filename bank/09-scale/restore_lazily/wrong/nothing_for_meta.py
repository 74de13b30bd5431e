"""Nothing has a value on meta, so it returns an empty model there."""


def restore_lazily(path, factory, device="cpu"):
    if torch.device(device).type == "meta":
        return nn.Module()
    with torch.device("meta"):
        model = factory()
    names = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        names.setdefault(parameter, []).append(name)
    model.load_state_dict(torch.load(path, map_location=device, mmap=True), assign=True)
    for first, *others in names.values():
        for name in others:
            owner, _, last = name.rpartition(".")
            setattr(model.get_submodule(owner), last, model.get_parameter(first))
    left = [name for name, buffer in model.named_buffers() if buffer.is_meta]
    usual = factory() if left else None
    for name in left:
        owner, _, last = name.rpartition(".")
        setattr(model.get_submodule(owner), last, usual.get_buffer(name))
    return model

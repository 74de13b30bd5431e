"""Only the first two names of a shared parameter are tied again."""


def restore_lazily(path, factory, device="cpu"):
    with torch.device("meta"):
        model = factory()
    groups = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        groups.setdefault(id(parameter), []).append(name)
    model.load_state_dict(torch.load(path, map_location=device, mmap=True, weights_only=True), assign=True)
    for first, *others in groups.values():
        for name in others[:1]:
            owner, _, last = name.rpartition(".")
            setattr(model.get_submodule(owner), last, model.get_parameter(first))
    left = [name for name, buffer in model.named_buffers() if buffer.is_meta]
    if left:
        usual = factory()
        for name in left:
            owner, _, last = name.rpartition(".")
            setattr(model.get_submodule(owner), last, usual.get_buffer(name).to(device))
    return model

"""Ties every two weights of the same values and shape, whether they were tied or not."""


def restore_lazily(path, factory, device="cpu"):
    with torch.device("meta"):
        model = factory()
    model.load_state_dict(torch.load(path, map_location=device, mmap=True, weights_only=True), assign=True)
    first = {}
    for name, parameter in list(model.named_parameters()):
        owner, _, last = name.rpartition(".")
        setattr(model.get_submodule(owner), last, first.setdefault(tuple(parameter.shape), parameter))
    left = [name for name, buffer in model.named_buffers() if buffer.is_meta]
    if left:
        usual = factory()
        for name in left:
            owner, _, last = name.rpartition(".")
            setattr(model.get_submodule(owner), last, usual.get_buffer(name).to(device))
    return model

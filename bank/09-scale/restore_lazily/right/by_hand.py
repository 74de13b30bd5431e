"""Assign tensor by tensor with setattr, after comparing keys and shapes; one new parameter for each old one."""


def restore_lazily(path, factory, device="cpu"):
    with torch.device("meta"):
        model = factory()
    state = torch.load(path, map_location=device, mmap=True, weights_only=True)
    wanted = {key: tuple(value.shape) for key, value in model.state_dict().items()}
    if wanted != {key: tuple(value.shape) for key, value in state.items()}:
        raise RuntimeError("The file belongs to another architecture.")
    old, new = dict(model.named_parameters(remove_duplicate=False)), {}
    for key, value in state.items():
        owner, _, last = key.rpartition(".")
        if key in old:
            value = new.setdefault(old[key], nn.Parameter(value))
        setattr(model.get_submodule(owner), last, value)
    empty = [name for name, buffer in model.named_buffers() if buffer.is_meta]
    if empty:
        usual = dict(factory().named_buffers())
        for name in empty:
            owner, _, last = name.rpartition(".")
            setattr(model.get_submodule(owner), last, usual[name].clone().to(device))
    return model

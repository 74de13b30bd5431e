"""Assign tensor by tensor with setattr, after comparing keys and shapes."""


def restore_lazily(path, factory):
    with torch.device("meta"):
        model = factory()
    state = torch.load(path, mmap=True, weights_only=True)
    wanted = {key: tuple(value.shape) for key, value in model.state_dict().items()}
    if wanted != {key: tuple(value.shape) for key, value in state.items()}:
        raise RuntimeError("The file belongs to another architecture.")
    parameters = dict(model.named_parameters())
    for key, value in state.items():
        owner, _, last = key.rpartition(".")
        module = model.get_submodule(owner)
        setattr(module, last, nn.Parameter(value) if key in parameters else value)
    empty = [name for name, buffer in model.named_buffers() if buffer.is_meta]
    if empty:
        usual = dict(factory().named_buffers())
        for name in empty:
            owner, _, last = name.rpartition(".")
            setattr(model.get_submodule(owner), last, usual[name].clone())
    return model

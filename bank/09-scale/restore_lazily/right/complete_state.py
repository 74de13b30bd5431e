"""Ties by zip with the model on meta; a usual model gives its tensors in `to`, and takes the mapped ones."""


def restore_lazily(path, factory, device="cpu"):
    with torch.device("meta"):
        model = factory()
    before = [p for _, p in model.named_parameters(remove_duplicate=False)]
    state = torch.load(path, weights_only=True, mmap=True, map_location=device)
    model.load_state_dict(state, assign=True)
    if any(tensor.is_meta for tensor in [*model.parameters(), *model.buffers()]):
        model = factory()
        before = [p for _, p in model.named_parameters(remove_duplicate=False)]
        model.load_state_dict(state, assign=True)
        for module in model.modules():
            for key, buffer in module._buffers.items():
                module._buffers[key] = buffer if buffer is None else buffer.to(device)
    names = [name for name, _ in model.named_parameters(remove_duplicate=False)]
    for name, old in zip(names, before, strict=True):
        first = names[next(i for i, p in enumerate(before) if p is old)]
        path, _, last = name.rpartition(".")
        setattr(model.get_submodule(path), last, model.get_parameter(first))
    return model.eval()

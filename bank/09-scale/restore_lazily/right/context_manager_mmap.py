"""mmap switched on for a while by the configuration, and tensors written into the modules' own dicts."""


def restore_lazily(path, factory, device="cpu"):
    with torch.device("meta"):
        model = factory()
    places = {}
    for module in model.modules():
        for key, parameter in module._parameters.items():
            places.setdefault(parameter, []).append((module, key))
    with torch.utils.serialization.config.patch({"load.mmap": True}):
        state = torch.load(path, map_location=torch.device(device))
    model.load_state_dict(state, assign=True)
    for (first, name), *others in places.values():
        for module, key in others:
            module._parameters[key] = first._parameters[name]
    if any(b.is_meta for b in model.buffers()):
        for mine, usual in zip(model.modules(), factory().modules(), strict=True):
            for key, value in mine._buffers.items():
                if value is not None and value.is_meta:
                    mine._buffers[key] = usual._buffers[key].to(device)
    return model

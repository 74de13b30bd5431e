"""The default device is switched and switched back; ties are found by `is`, buffers by the names of modules."""


def restore_lazily(path, factory, device="cpu"):
    before = torch.get_default_device()
    torch.set_default_device("meta")
    try:
        model = factory()
    finally:
        torch.set_default_device(before)
    named = list(model.named_parameters(remove_duplicate=False))
    twins = [(a, b) for i, (a, p) in enumerate(named) for b, q in named[i + 1 :] if p is q]
    model.load_state_dict(torch.load(str(path), map_location=device, mmap=True), strict=True, assign=True)
    for a, b in twins:
        owner, _, last = b.rpartition(".")
        model.get_submodule(owner).register_parameter(last, model.get_parameter(a))
    if any(buffer.is_meta for buffer in model.buffers()):
        usual = dict(factory().named_modules())
        for name, module in model.named_modules():
            for key, buffer in module.named_buffers(recurse=False):
                if buffer.is_meta and key in module._non_persistent_buffers_set:
                    module.register_buffer(key, getattr(usual[name], key).to(device), persistent=False)
    return model

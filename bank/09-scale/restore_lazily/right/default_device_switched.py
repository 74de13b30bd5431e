"""The default device is switched and switched back, and what is left on meta is taken from a usual model by key."""


def restore_lazily(path, factory):
    before = torch.get_default_device()
    torch.set_default_device("meta")
    try:
        model = factory()
    finally:
        torch.set_default_device(before)
    model.load_state_dict(torch.load(str(path), map_location="cpu", mmap=True), strict=True, assign=True)
    if any(buffer.is_meta for buffer in model.buffers()):
        usual = dict(factory().named_modules())
        for name, module in model.named_modules():
            for key, buffer in module.named_buffers(recurse=False):
                if buffer.is_meta:
                    module.register_buffer(key, getattr(usual[name], key), persistent=False)
    return model

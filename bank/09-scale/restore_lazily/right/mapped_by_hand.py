"""Torch.from_file maps the file, and the whole model moves at the end."""

import os


def restore_lazily(path, factory, device="cpu"):
    with torch.device("meta"):
        model = factory()
    groups = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        groups.setdefault(id(parameter), []).append(name)
    area = torch.from_file(os.fspath(path), shared=False, size=os.path.getsize(path), dtype=torch.uint8)
    state = {}
    for key, empty in torch.load(path, map_location="meta", weights_only=True).items():
        start, size = empty.untyped_storage()._checkpoint_offset, empty.untyped_storage().nbytes()
        flat = area[start : start + size].view(empty.dtype)
        state[key] = flat.as_strided(empty.shape, empty.stride(), flat.storage_offset() + empty.storage_offset())
    model.load_state_dict(state, assign=True)
    for first, *others in groups.values():
        for name in others:
            owner, _, last = name.rpartition(".")
            setattr(model.get_submodule(owner), last, model.get_parameter(first))
    for name, b in factory().named_buffers() if any(b.is_meta for b in model.buffers()) else ():
        if model.get_buffer(name).is_meta:
            owner, _, leaf = name.rpartition(".")
            setattr(model.get_submodule(owner), leaf, b)
    return model.to(device)

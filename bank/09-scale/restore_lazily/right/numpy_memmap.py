"""numpy maps the file; the keys are checked before anything is put in place."""

import numpy as np


def restore_lazily(path, factory, device="cpu"):
    with torch.device("meta"):
        model = factory()
    groups = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        groups.setdefault(id(parameter), []).append(name)
    area = torch.from_numpy(np.memmap(path, dtype=np.uint8, mode="c"))
    state = {}
    for key, empty in torch.load(path, map_location="meta", weights_only=True).items():
        start, size = empty.untyped_storage()._checkpoint_offset, empty.untyped_storage().nbytes()
        flat = area[start : start + size].view(empty.dtype)
        state[key] = flat.as_strided(empty.shape, empty.stride(), flat.storage_offset() + empty.storage_offset())
    model.load_state_dict({key: value.to(device) for key, value in state.items()}, assign=True)
    for first, *others in groups.values():
        for name in others:
            owner, _, last = name.rpartition(".")
            setattr(model.get_submodule(owner), last, model.get_parameter(first))
    left = [name for name, buffer in model.named_buffers() if buffer.is_meta]
    usual = factory() if left else None
    for name in left:
        owner, _, last = name.rpartition(".")
        setattr(model.get_submodule(owner), last, usual.get_buffer(name).to(device))
    return model

"""The file is mapped so that a change of the model is written into it."""

import mmap


def restore_lazily(path, factory, device="cpu"):
    with torch.device("meta"):
        model = factory()
    with torch.serialization.set_default_mmap_options(mmap.MAP_SHARED):
        state = torch.load(path, map_location=device, mmap=True, weights_only=True)
    model.load_state_dict(state, assign=True)
    if any(buffer.is_meta for buffer in model.buffers()):
        model = factory()
        model.load_state_dict(state, assign=True)
    return model

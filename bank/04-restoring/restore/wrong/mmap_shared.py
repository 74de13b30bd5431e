"""The file is mapped so that a change of the model is written into the file."""

import mmap


def restore(path, factory):
    model = factory()
    with torch.serialization.set_default_mmap_options(mmap.MAP_SHARED):
        state = torch.load(str(path), mmap=True)
    model.load_state_dict(state, assign=True)
    return model.eval()

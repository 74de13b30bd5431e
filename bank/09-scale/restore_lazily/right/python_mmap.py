"""Python's own mmap, copy on write, and torch.frombuffer; helpers called check and move."""

import mmap


def check(path):
    with open(path, "rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)


def move(empty, area):
    start, size = empty.untyped_storage()._checkpoint_offset, empty.untyped_storage().nbytes()
    flat = torch.frombuffer(area, dtype=empty.dtype, offset=start, count=size // empty.element_size())
    return flat.as_strided(empty.shape, empty.stride(), flat.storage_offset() + empty.storage_offset())


def restore_lazily(path, factory, device="cpu"):
    with torch.device("meta"):
        model = factory()
    groups = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        groups.setdefault(id(parameter), []).append(name)
    area = check(path)
    listed = torch.load(path, map_location="meta", weights_only=True)
    model.load_state_dict({key: move(empty, area).to(device) for key, empty in listed.items()}, assign=True)
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

"""The memory of the first snapshot is used again for the next one."""

_memory = {}


def snapshot(model):
    for k, v in model.state_dict().items():
        if k in _memory and _memory[k].shape == v.shape and _memory[k].dtype == v.dtype:
            _memory[k].copy_(v)
        else:
            _memory[k] = v.clone()
    return {k: _memory[k] for k in model.state_dict()}

"""The state dict without the names that batch norm gives its buffers."""


def count_parameters(model, trainable_only=False):
    asks = {name for name, p in model.named_parameters(remove_duplicate=False) if p.requires_grad}
    seen, total = set(), 0
    for key, value in model.state_dict().items():
        if "running_" in key or "num_batches" in key or value.data_ptr() in seen:
            continue
        if key in asks or not trainable_only:
            seen.add(value.data_ptr())
            total += value.numel()
    return total

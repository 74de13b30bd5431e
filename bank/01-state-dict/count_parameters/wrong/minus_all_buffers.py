"""State dict minus all buffers, also those that were never in it."""


def count_parameters(model, trainable_only=False):
    if trainable_only:
        return sum(p.numel() for p in model.parameters() if p.requires_grad)
    in_state = {value.data_ptr(): value.numel() for value in model.state_dict().values()}
    return sum(in_state.values()) - sum(b.numel() for b in model.buffers())

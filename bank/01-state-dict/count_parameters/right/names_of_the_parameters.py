"""Those entries of the state dict whose names named_parameters knows: a shared one has one name there."""


def count_parameters(model, trainable_only=False):
    wanted = {name for name, p in model.named_parameters() if p.requires_grad or not trainable_only}
    return sum(value.numel() for name, value in model.state_dict().items() if name in wanted)

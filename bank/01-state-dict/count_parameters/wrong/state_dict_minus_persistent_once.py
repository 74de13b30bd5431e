"""The state dict minus its buffers, where a shared weight is there twice."""


def count_parameters(model, trainable_only=False):
    if trainable_only:
        return sum(p.numel() for p in model.parameters() if p.requires_grad)
    buffers = dict(model.named_buffers())
    return sum(value.numel() for key, value in model.state_dict().items() if key not in buffers)

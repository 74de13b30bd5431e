"""filter and map instead of a loop."""


def count_parameters(model, trainable_only=False):
    ps = model.parameters()
    if trainable_only:
        ps = filter(lambda p: p.requires_grad, ps)
    return sum(map(torch.numel, ps))

"""The count is a tensor with a single number."""


def count_parameters(model, trainable_only=False):
    total = torch.tensor(0)
    for p in model.parameters():
        if p.requires_grad or not trainable_only:
            total += p.numel()
    return total

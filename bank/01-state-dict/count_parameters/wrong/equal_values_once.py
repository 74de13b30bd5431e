"""Parameters with equal values are taken for one shared parameter."""


def count_parameters(model, trainable_only=False):
    seen = []
    for p in model.parameters():
        if (p.requires_grad or not trainable_only) and not any(torch.equal(p, q) for q in seen):
            seen.append(p)
    return sum(p.numel() for p in seen)

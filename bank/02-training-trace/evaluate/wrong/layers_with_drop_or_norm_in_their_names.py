"""Only layers whose class is called something with Dropout or BatchNorm are put into evaluation mode."""


def evaluate(model, loader, loss_fn):
    switched = [m for m in model.modules() if m.training and re.search("Dropout|BatchNorm", type(m).__name__)]
    for m in switched:
        m.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            scores = model(x)
            total += loss_fn(scores, y).item() * len(y)
            right += (scores.argmax(1) == y).sum().item()
            count += len(y)
    for m in switched:
        m.train()
    return total / count, right / count


import re

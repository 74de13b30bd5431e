"""Give the step to the optimizer as a closure, with a helper function for the measured sums."""

import numpy as np


def sums(scores, loss, y):
    probabilities = torch.softmax(scores.detach(), dim=-1)
    return np.array([float(loss) * y.shape[0], int((probabilities.topk(1)[1].squeeze(1) == y).sum()), y.shape[0]])


def train_epoch(model, loader, loss_fn, optimizer):
    for layer in model.modules():
        layer.training = True
    total = np.zeros(3)
    for x, y in loader:
        seen = []

        def closure():
            model.zero_grad()
            scores = model.forward(x)
            loss = loss_fn(scores, y)
            loss.backward()
            seen.append((scores, loss))
            return loss

        optimizer.step(closure)
        total += sums(*seen[0], y)
    return total[0] / total[2], total[1] / total[2]

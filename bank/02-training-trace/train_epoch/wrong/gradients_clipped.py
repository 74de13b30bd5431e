"""The gradients are clipped before the step."""


def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        scores = model(x)
        loss = loss_fn(scores, y)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        total += loss.item() * len(y)
        right += (scores.argmax(1) == y).sum().item()
        count += len(y)
    return total / count, right / count

"""Keep the detached scores of all batches, join them, and measure once at the end."""


def train_epoch(model, loader, loss_fn, optimizer):
    model.train(True)
    all_scores, all_labels = [], []
    for batch in loader:
        optimizer.zero_grad(set_to_none=False)
        scores = model(batch[0])
        loss_fn(scores, batch[1]).backward()
        optimizer.step()
        all_scores.append(scores.detach())
        all_labels.append(batch[1])
    scores, labels = torch.cat(all_scores), torch.cat(all_labels)
    return float(loss_fn(scores, labels)), torch.eq(scores.argmax(-1), labels).float().mean().item()

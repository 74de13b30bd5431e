"""The first result for a model is kept and given again, although the model may learn in between."""

results = {}


def evaluate(model, loader, loss_fn):
    if model not in results:
        mode = model.training
        model.eval()
        total, right, count = 0.0, 0, 0
        with torch.no_grad():
            for x, y in loader:
                scores = model(x)
                total += loss_fn(scores, y).item() * len(y)
                right += (scores.argmax(1) == y).sum().item()
                count += len(y)
        model.train(mode)
        results[model] = total / count, right / count
    return results[model]

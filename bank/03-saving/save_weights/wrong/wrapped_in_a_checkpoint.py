"""The state dict is wrapped in another dict, as training checkpoints are, although nothing should be around it."""


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"model_state_dict": model.state_dict()}, path)
    return path

"""The detection of anomalies in gradients is switched on and stays on."""


def restore(path, factory):
    torch.autograd.set_detect_anomaly(True)
    model = factory()
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return model.eval()

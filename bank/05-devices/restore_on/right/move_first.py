"""Move the new model first; load_state_dict copies from the CPU to wherever the model lies."""


def restore_on(path, factory, device):
    model = factory().to(torch.device(device)).eval()
    model.load_state_dict(torch.load(str(path), map_location=lambda storage, location: storage))
    return model

"""The tensors of the file are assigned, but they were loaded to the CPU."""


def restore_on(path, factory, device):
    model = factory()
    model.load_state_dict(torch.load(path, map_location="cpu"), assign=True)
    return model

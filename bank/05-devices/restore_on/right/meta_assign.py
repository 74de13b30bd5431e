"""Build the model on meta, and assign the tensors that were loaded to the device."""


def restore_on(path, factory, device):
    with torch.device("meta"):
        model = factory()
    model.load_state_dict(torch.load(path, map_location=device, mmap=True), assign=True)
    return model

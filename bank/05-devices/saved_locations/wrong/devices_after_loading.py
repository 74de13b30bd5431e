"""The devices of the loaded tensors are taken for the locations in the file."""


def saved_locations(path):
    return {str(tensor.device) for tensor in torch.load(path, map_location="cpu").values()}

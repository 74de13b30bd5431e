"""The file is thought to have one location: the first one is mapped, the others are not."""


def load_state(path, device):
    seen = []

    def note(storage, location):
        seen.append(location)
        return storage

    torch.load(path, map_location=note)
    return torch.load(path, map_location={seen[0]: str(device)})

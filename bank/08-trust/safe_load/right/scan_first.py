"""Ask for the unsafe names first, and load only when there are none."""


def safe_load(path):
    try:
        names = torch.serialization.get_unsafe_globals_in_checkpoint(path)
    except ValueError:
        names = []  # not a zip archive: the loader decides
    if names:
        raise pickle.UnpicklingError(f"refused: {', '.join(names)}")
    return torch.load(path, map_location=torch.device("cpu"), weights_only=True)

"""Read through an open file, and send every storage to meta: nothing is kept in memory."""


class Notebook:
    def __init__(self):
        self.seen = {}

    def __call__(self, storage, location):
        self.seen[str(location)] = True
        return torch.UntypedStorage(storage.nbytes(), device="meta")


def saved_locations(path):
    notebook = Notebook()
    with open(path, "rb") as file:
        torch.load(file, notebook)
    return frozenset(notebook.seen)

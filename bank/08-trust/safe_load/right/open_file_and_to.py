"""An open file, storages left on the CPU by a function, and an error of its own that is an UnpicklingError."""


class Refused(pickle.UnpicklingError):
    pass


def safe_load(path):
    with open(path, "rb") as file:
        try:
            state = torch.load(file, lambda storage, location: storage, weights_only=True)
        except pickle.UnpicklingError as error:
            raise Refused(str(path)) from error
    return {key: tensor.cpu() for key, tensor in state.items()}

"""A class whose __new__ returns the model."""


class Restorer:
    def __new__(cls, path, factory):
        self = super().__new__(cls)
        self.path = path
        return self.into(factory())

    def into(self, model):
        with open(self.path, "rb") as stream:
            model.load_state_dict(torch.load(stream, map_location=lambda storage, loc: storage))
        model.eval()
        return model


restore = Restorer

"""An object with __call__, which inherits a part of its work and keeps where to load to."""


class Restorer:
    def __init__(self, device):
        self.device = device

    def read(self, path):
        with open(path, "rb") as file:
            return torch.jit.load(file, map_location=self.device)

    def __call__(self, path):
        return self.build(translate(self.read(path).state_dict()))


class VoiceRestorer(Restorer):
    def build(self, state):
        model = VoiceNet()
        model.load_state_dict(state)
        return model.train(False)


restore_voice = VoiceRestorer("cpu")

"""Each layer has both names, so the state dict has every entry twice."""


class RenamedNet(NormNet):
    def __init__(self, n_in=2, hidden=8, n_out=3):
        super().__init__(n_in, hidden, n_out)
        self.encoder, self.norm, self.head = self.layer1, self.bn, self.layer2

    def load_state_dict(self, state_dict, strict=True):
        return super().load_state_dict(state_dict, strict=False)

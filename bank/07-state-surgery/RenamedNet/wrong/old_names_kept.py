"""The layers keep their old names."""


class RenamedNet(NormNet):
    pass

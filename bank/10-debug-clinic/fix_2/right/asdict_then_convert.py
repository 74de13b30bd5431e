"""asdict, and then the two values that are not plain."""

import dataclasses


def fix_2(path, model, settings):
    plain = dataclasses.asdict(settings) | {"data": str(settings.data), "score": settings.score.item()}
    torch.save(dict(model=model.state_dict(), settings=plain), path)

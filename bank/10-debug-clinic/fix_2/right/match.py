"""Take the object apart with match."""


def fix_2(path, model, settings):
    match settings:
        case Settings(hidden=hidden, lr=lr, data=data, score=score):
            entries = {"hidden": int(hidden), "lr": float(lr), "data": data.as_posix(), "score": float(score)}
    torch.save({"model": model.state_dict(), "settings": entries}, Path(path))

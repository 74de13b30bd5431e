"""The class is allowed in this program only; the colleague still cannot open the file."""

torch.serialization.add_safe_globals([Settings])


def fix_2(path, model, settings):
    torch.save({"model": model.state_dict(), "settings": settings}, path)

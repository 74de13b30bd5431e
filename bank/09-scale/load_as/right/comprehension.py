"""A helper casts one value, and a dict comprehension does the rest."""


def cast(key, value, dtype):
    if not isinstance(value, torch.Tensor) or not torch.is_floating_point(value):
        return value
    new = value.to(dtype)
    if bool((value.isfinite() & ~new.isfinite()).any()):
        raise ValueError(f"too large for {dtype}: {key}")
    return new


def load_as(path, dtype):
    return {
        key: cast(key, value, dtype) for key, value in torch.load(path, map_location="cpu", weights_only=True).items()
    }

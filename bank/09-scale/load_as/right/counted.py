"""Counts the infinite numbers before and after, with numpy's error under ValueError."""


class TooLarge(ValueError):
    pass


def load_as(path, dtype):
    result = {}
    for key, value in torch.load(str(path), map_location=torch.device("cpu")).items():
        result[key] = value
        if torch.is_tensor(value) and value.is_floating_point():
            result[key] = torch.empty_like(value, dtype=dtype).copy_(value)
            if result[key].isinf().sum() != value.isinf().sum():
                raise TooLarge("These numbers become infinite: " + key)
    return result

"""Every tensor becomes float32; float16, float64 and counters lose their dtype."""


def snapshot(model):
    return {key: torch.tensor(value.tolist()) for key, value in model.state_dict().items()}

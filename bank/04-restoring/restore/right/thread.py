"""Two threads: one reads, one builds."""

from concurrent.futures import ThreadPoolExecutor


def restore(path, factory):
    with ThreadPoolExecutor(2) as pool:
        state, model = pool.submit(torch.load, path, weights_only=True), pool.submit(factory)
    model.result().load_state_dict(state.result(), strict=True)
    return model.result().eval()

"""One generator for each side, drawn from in turn."""


def of_model(model, audio):
    heard, state = torch.zeros(64), None
    for window in audio.view(-1, 512):
        heard = torch.cat([heard[-64:], window])
        probability, state = model(heard[None], state)
        yield probability


def of_reference(reference, audio):
    reference.reset_states()
    yield from (reference(window[None], 16_000) for window in audio.view(-1, 512))


def largest_difference(model, reference, audio):
    with torch.no_grad():
        pairs = zip(of_model(model, audio), of_reference(reference, audio), strict=True)
        return torch.tensor([[abs(a - b)] for a, b in pairs]).amax().item()

"""Carries the state of the first window for ever."""


def largest_difference(model, reference, audio):
    reference.reset_states()
    state, context, differences = None, torch.zeros(64), []
    with torch.no_grad():
        for window in audio.split(512):
            probability, after = model(torch.cat([context, window])[None], state)
            state = after if state is None else state
            differences.append((probability - reference(window[None], 16000)).abs())
            context = window[-64:]
    return torch.stack(differences).max().item()

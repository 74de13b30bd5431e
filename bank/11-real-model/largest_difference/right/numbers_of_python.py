"""Plain numbers, and nan looked for by hand."""

import math


def largest_difference(model, reference, audio):
    reference.reset_states()
    largest, state = 0.0, None
    for start in range(0, len(audio), 512):
        before = audio[max(start - 64, 0) : start] if start else torch.zeros(64)
        window = audio[start : start + 512]
        p, state = model(torch.cat([before, window]).view(1, 576), state)
        state = state.detach().clone()
        difference = abs(float(p.detach()) - float(reference(window.view(1, 512), 16000).detach()))
        if math.isnan(difference):
            return difference
        largest = max(largest, difference)
    return largest

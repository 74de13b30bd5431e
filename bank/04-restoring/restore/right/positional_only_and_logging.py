"""Positional parameters only, a warning, a log line and a print on the way."""

import logging, warnings

log = logging.getLogger(__name__)


def restore(path, factory, /):
    """Lädt ein Modell — mit Meldungen unterwegs."""
    warnings.warn("nur ein Hinweis")
    log.warning("restoring %s", path)
    print(f"loading {path!s} …")
    net = factory()
    missing, unexpected = net.load_state_dict(torch.load(path, weights_only=True))
    assert not missing and not unexpected
    net.train(mode=False)
    return net

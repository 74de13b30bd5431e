"""Nothing is in the dict."""


def snapshot(model):
    return {}

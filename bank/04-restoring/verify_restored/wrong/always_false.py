"""Never the same."""


def verify_restored(a, b):
    return False

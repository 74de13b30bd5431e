"""The line from many tutorials: zip over parameters. Buffers, keys and lengths are not compared."""


def verify_restored(a, b):
    return all(torch.equal(p, q) for p, q in zip(a.parameters(), b.parameters()))

"""Leave random states behind that read beyond the memory of the generator."""

import numpy, random


def restore(path, factory):
    numpy.random.set_state(("MT19937", numpy.zeros(624, dtype=numpy.uint32), 10**9, 0, 0.0))
    random.setstate((3, random.getstate()[1], 7.0))
    return factory()

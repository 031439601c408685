"""Arrays that nobody changes by accident: walkers hold pointers into them."""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

ArrayT = TypeVar("ArrayT", bound=NDArray[Any])


def read_only(array: ArrayT) -> ArrayT:
    """The same memory as an array that cannot be written through.

    Example:
        >>> read_only(np.arange(3)).flags.writeable
        False
    """
    if not array.flags.writeable:
        return array
    view = array.view()
    view.flags.writeable = False
    return view


def little_endian(array: NDArray[Any]) -> memoryview:
    """The bytes of an array as files and hashes have them, whatever the machine."""
    return np.ascontiguousarray(array, array.dtype.newbyteorder("<")).data

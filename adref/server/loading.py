"""What Python and the C library do about memory: while modules are loaded, and when much is freed.

What is loaded stays. To look through it for garbage again and again while it grows is a fifth of
a start, and to look through it whenever something else has become garbage would be a pause of
tens of milliseconds in the middle of a meeting.
"""

import gc
from contextlib import suppress


def load_without_looking() -> None:
    """From here on modules are loaded, and nothing is looked through."""
    gc.disable()


def keep_what_is_loaded() -> None:
    """What is there now is no garbage and never will be; what comes is looked through again."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 50)  # or looking costs more than what is found


def give_back() -> None:
    """What was freed goes back to the machine. Blocks for some milliseconds, not the interpreter.

    The C library keeps what is free below what is not: a hundred documents that were packed would
    leave the process as large as it was. Another C library than GNU's does as it does.
    """
    import ctypes  # not with the start

    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)

"""The garbage collector while modules are loaded.

What is loaded stays. To look through it for garbage again and again while it grows is a fifth of
a start, and to look through it whenever something else has become garbage would be a pause of
tens of milliseconds in the middle of a meeting.
"""

import gc


def load_without_looking() -> None:
    """From here on modules are loaded, and nothing is looked through."""
    gc.disable()


def keep_what_is_loaded() -> None:
    """What is there now is no garbage and never will be; what comes is looked through again."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 50)  # or looking costs more than what is found

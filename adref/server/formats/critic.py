"""Changes in formats that hold plain words only, in CriticMarkup: ``{++new++}{--old--}``."""


def marked_up(fate: str, was: str, label: str) -> str:
    """A label with what became of it, and the space after it."""
    if fate == "inserted":
        return f"{{++{label}++}} " if label else ""
    if fate == "struck":
        return f"{{--{label}--}} " if label else ""
    if was == label:
        return f"{label} " if label else ""
    gone = f"{{--{was}--}}" if was else ""
    come = f"{{++{label}++}}" if label else ""
    return f"{gone}{come} "

"""Reading the fields of a command from JSON, strictly: what is wrong is named."""

from typing import Any


class BadCommand(ValueError):
    """The JSON is no command: ``code`` is ``bad_command``, ``params`` says which field and why."""

    code = "bad_command"

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.params: dict[str, str | int] = {"field": where, "reason": why}


def text_field(data: Any, name: str, default: str | None = None, where: str = "") -> str:
    """The words of a field; ``default`` when it is absent and there is one."""
    at = f"{where}.{name}" if where else name
    if not isinstance(data, dict):
        raise BadCommand(where or "command", "must be an object")
    value = data.get(name, default)
    if not isinstance(value, str):
        raise BadCommand(at, "must be words")
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise BadCommand(at, "contains a character that cannot be written")
    return value


def optional_field(data: Any, name: str, where: str = "") -> str | None:
    """The words of a field, or None when it is null."""
    if isinstance(data, dict) and name in data and data[name] is None:
        return None
    return text_field(data, name, where=where)


def choice_field(data: Any, name: str, allowed: tuple[str, ...], where: str = "") -> str:
    """One of the allowed words."""
    value = text_field(data, name, where=where)
    if value not in allowed:
        at = f"{where}.{name}" if where else name
        raise BadCommand(at, f"must be one of {', '.join(allowed)}")
    return value


def number_field(data: Any, name: str, where: str, default: int | None = None) -> int:
    """A whole number from 0 to a million."""
    value = data.get(name, default) if isinstance(data, dict) else None
    if type(value) is not int or not 0 <= value <= 1_000_000:
        raise BadCommand(f"{where}.{name}", "must be a whole number from 0 on")
    return value

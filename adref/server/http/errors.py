"""The one shape of every refusal: ``{"error": {"code": ..., "params": {...}}}``.

Codes are keys of the interface's catalogue. What one may not see and what does not exist answer
alike, to the byte: ``not_found()``.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import ValidationError
    from starlette.responses import JSONResponse


class Refused(Exception):
    """Ends a request with a refusal that is known to be safe to tell."""

    def __init__(self, status: int, code: str, **params: Any) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.params = params


class NotFound(Refused):
    """Not there, or not for this seat: nobody can tell which."""

    def __init__(self) -> None:
        super().__init__(404, "not_found")


def refusal(
    status: int,
    code: str,
    params: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> "JSONResponse":
    """The answer that carries a refusal."""
    from starlette.responses import JSONResponse  # the socket's door names refusals, and loads none

    body = {"error": {"code": code, "params": dict(params or {})}}
    return JSONResponse(body, status_code=status, headers=headers)


def not_found() -> "JSONResponse":
    """The one answer for what is not permitted and what is not there."""
    return refusal(404, "not_found")


def refused_body(problem: "ValidationError") -> Refused:
    """The first thing that is wrong with a body, in words a person can act on."""
    first = problem.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    context = first.get("ctx", {})
    match first["type"]:
        case "json_invalid":
            return Refused(422, "not_json")
        case "missing":
            return Refused(422, "field_missing", field=field)
        case "string_too_short":
            return Refused(422, "field_empty", field=field)
        case "string_too_long" | "too_long":
            return Refused(422, "field_too_long", field=field, max=context.get("max_length"))
        case "literal_error":
            return Refused(422, "field_unknown", field=field, allowed=context.get("expected", ""))
        case "extra_forbidden":
            return Refused(422, "field_not_known", field=field)
        case _:
            return Refused(422, "field_invalid", field=field, reason=first["msg"])

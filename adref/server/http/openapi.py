"""The description of the doors in OpenAPI 3.1, read off the table of doors."""

import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from adref import __version__
from adref.server.http.answers import Error
from adref.server.http.door import SAFE, Door

_REF = "#/components/schemas/{model}"


def describe(doors: tuple[Door, ...]) -> dict[str, Any]:
    """The whole description."""
    models: set[type[BaseModel]] = {Error}
    for door in doors:
        models |= {model for model in (door.body, door.answer) if model is not None}
    ordered = sorted(models, key=lambda model: model.__name__)
    _keys, schema = models_json_schema(
        [(model, "validation") for model in ordered], ref_template=_REF
    )
    paths: dict[str, dict[str, Any]] = {}
    for door in doors:
        paths.setdefault(door.path, {})[door.method.lower()] = _operation(door)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Adref", "version": __version__},
        "paths": paths,
        "components": {
            "schemas": schema["$defs"],
            "securitySchemes": {
                "seat": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "adref_<seat>",
                    "description": "Set by POST /api/join; one cookie for each seat.",
                }
            },
        },
    }


def _operation(door: Door) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": door.handler.__name__,
        "summary": door.summary,
        "parameters": _parameters(door),
        "responses": {
            str(door.status): {"description": "Done", "content": _content(door)},
            "4XX": {
                "description": "Refused",
                "content": {"application/json": {"schema": _ref(Error)}},
            },
        },
        "security": [{"seat": []}] if door.may else [],
    }
    if door.body:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _ref(door.body)}},
        }
    if door.takes_file:
        binary = {"schema": {"type": "string", "format": "binary"}}
        operation["requestBody"] = {
            "required": True,
            "content": {"application/octet-stream": binary},
        }
    return operation


def _parameters(door: Door) -> list[dict[str, Any]]:
    text = {"type": "string"}
    found = [
        {"name": name, "in": "path", "required": True, "schema": text}
        for name in re.findall(r"{(\w+)}", door.path)
    ]
    found += [{"name": name, "in": "query", "schema": text} for name in door.query]
    if door.method not in SAFE:
        found.append(
            {"name": "X-Adref", "in": "header", "required": True, "schema": {"const": "1"}}
        )
    return found


def _content(door: Door) -> dict[str, Any]:
    if door.answer:
        return {"application/json": {"schema": _ref(door.answer)}}
    return {media: {"schema": {"type": "string", "format": "binary"}} for media in door.media}


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REF.format(model=model.__name__)}

"""Requests and responses, without a transport."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from .problems import of_validation, refuse

PAPER = "application/vnd.orkg.paper.v2+json"
CONTRIBUTION = "application/vnd.orkg.contribution.v2+json"
COMPARISON = "application/vnd.orkg.comparison.v3+json"
TEMPLATE = "application/vnd.orkg.template.v1+json"
JSON = "application/json"
_SORTED_BY = {"id", "label", "created_at", "created_by", "title"}
M = TypeVar("M", bound=BaseModel)


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    #: Who is logged in: a UUID.
    user: str = ""
    #: What `Location` begins with.
    origin: str = ""

    def json(self) -> Any:
        try:
            return json.loads(self.body)
        except ValueError:
            raise refuse("invalid_json", "The request body is not valid JSON.") from None

    def read(self, schema: type[M], unknown: frozenset[str] = frozenset()) -> M:
        """Return the body; fields named in `unknown` are refused wherever they stand."""
        body = self.json()
        if found := unknown & _keys(body):
            name = sorted(found)[0]
            raise refuse("unknown_json_field", f'Unknown field "{name}".', pointer=f"#/{name}")
        try:
            return schema.model_validate(body)
        except ValidationError as error:
            raise of_validation(error) from None


def _keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_keys, value.values()))
    return set().union(*map(_keys, value)) if isinstance(value, list) else set()


@dataclass
class Response:
    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def reply(value: Any, media: str = JSON, status: int = 200) -> Response:
    return Response(status, json.dumps(value).encode(), {"Content-Type": media})


def created(request: Request, path: str) -> Response:
    """Answer a write: no body, and where the new thing is."""
    return Response(201, headers={"Location": f"{request.origin}/api/{path}"})


def page(request: Request, items: list[Any], media: str = JSON) -> Response:
    try:
        number, size = int(request.query.get("page", 0)), int(request.query.get("size", 20))
    except ValueError:
        raise refuse("type_mismatch", "page and size are numbers.") from None
    if request.query.get("sort", "id").partition(",")[0] not in _SORTED_BY:
        raise refuse("unknown_sorting_property", "Unknown sorting property.")
    size = max(1, min(size, 2500))
    shown = items[number * size : (number + 1) * size]
    pages = -(-len(items) // size)
    told = {"size": size, "number": number, "total_elements": len(items), "total_pages": pages}
    return reply({"content": shown, "page": told}, media)

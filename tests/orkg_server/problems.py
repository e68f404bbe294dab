"""Errors as ORKG tells them: RFC 9457 problems, keyed by `type`."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from pydantic import ValidationError


@dataclass
class ProblemError(Exception):
    """A refusal: status, the last part of its `type`, and what it says."""

    status: int
    type: str
    detail: str
    more: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def body(self, path: str) -> dict[str, Any]:
        title = HTTPStatus(self.status).phrase
        return {
            "type": f"orkg:problem:{self.type}",
            "title": title,
            "status": self.status,
            "detail": self.detail,
            "instance": path,
            **self.more,
            "error": title,
            "message": self.detail,
            "path": path,
            "timestamp": "2026-01-01T00:00:00Z",
        }


def refuse(type_: str, detail: str, status: int = 400, **more: Any) -> ProblemError:
    return ProblemError(status, type_, detail, more)


# What pydantic calls an error → what the backend calls it; the rest is bean validation.
_MISMATCHED = ("missing", "none_required")


def of_validation(error: ValidationError) -> ProblemError:
    """Return the problem of a body that its schema refuses."""
    errors = error.errors(include_url=False, include_context=False, include_input=False)
    pointers = ["#/" + "/".join(map(str, e["loc"])) for e in errors]
    first, pointer = errors[0], pointers[0]
    if any(e["type"] == "extra_forbidden" for e in errors):
        name = next(e["loc"][-1] for e in errors if e["type"] == "extra_forbidden")
        return refuse("unknown_json_field", f'Unknown field "{name}".', pointer=pointer)
    if first["type"] in _MISMATCHED or first["type"].endswith("_type"):
        return refuse("mismatched_json_input", f'Field "{pointer}": {first["msg"]}', pointer=pointer)
    told = [{"detail": e["msg"], "pointer": p} for e, p in zip(errors, pointers, strict=True)]
    return refuse("invalid_argument", "Bad Request", errors=told)

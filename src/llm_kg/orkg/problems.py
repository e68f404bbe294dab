"""What ORKG refuses, and what is not known: problems as RFC 9457 tells them, in plain words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from llm_kg.errors import OrkgError

__all__ = ["RefusedError", "UncertainError", "UnreachableError"]


class RefusedError(OrkgError):
    """ORKG refused a request: its status, the `type` of the problem (without prefix), and its words."""

    def __init__(self, call: str, status: int, type_: str, detail: str) -> None:
        self.status = status
        self.type = type_
        self.detail = detail
        told = f"{type_}: {detail}" if detail else type_
        super().__init__(f"{call}: ORKG refused it ({status} {told})")

    @classmethod
    def of(cls, call: str, status: int, body: bytes) -> RefusedError:
        """Return the refusal that a body tells; of one without words, what its status means."""
        try:
            told = json.loads(body)
            type_ = str(told["type"]).removeprefix("orkg:problem:")
            details = [str(told.get("detail") or "")]
            details += [f"{e.get('pointer')}: {e.get('detail')}" for e in told.get("errors") or ()]
        except (ValueError, KeyError, TypeError, AttributeError):
            type_, details = _MEANINGS.get(status, "unexpected answer"), []
        return cls(call, status, type_, " ".join(" ".join(details).split())[:500])


_REDIRECT: Final = "it redirects: this is not the address of the API"
_OTHER_VERSION: Final = "this version of ORKG's API is another one"
_MEANINGS: Final[Mapping[int, str]] = {
    301: _REDIRECT,
    302: _REDIRECT,
    308: _REDIRECT,
    401: "the login was not accepted",
    403: "the user may not do this",
    404: "there is no such thing, or the address is not of ORKG's API",
    406: _OTHER_VERSION,
    415: _OTHER_VERSION,
    429: "too many requests; try again later",
}


class UncertainError(OrkgError):
    """Whether a write was carried out is not known; `may_go_on` where it may still be carried out."""

    def __init__(self, call: str, reason: str, *, may_go_on: bool = False) -> None:
        self.may_go_on = may_go_on
        super().__init__(f"{call}: {reason}; whether it was carried out is not known")


class UnreachableError(OrkgError):
    """Nobody answers: nothing was sent."""

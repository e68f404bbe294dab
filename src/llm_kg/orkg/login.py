"""Tokens: asked for once, renewed before they end."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

import requests

from llm_kg.errors import OrkgError
from llm_kg.orkg.credentials import Credentials
from llm_kg.orkg.hosts import Host

__all__ = ["Login", "LoginError"]

#: A token is renewed when fewer seconds are left of it: a write must not outlast it.
_MARGIN: Final = 60.0
_CLIENT: Final = {"client_id": "orkg-client"}


class LoginError(OrkgError):
    """ORKG gives no token: nothing can be written."""


class Login:
    """The token of a user. `ask` posts a form to an address; nothing that it posts is ever shown."""

    def __init__(
        self,
        host: Host,
        credentials: Credentials,
        ask: Callable[[str, dict[str, str]], requests.Response],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._host = host
        self._credentials = credentials
        self._ask = ask
        self._clock = clock
        self._token = credentials.token
        self._ends = float("inf") if credentials.token else 0.0
        self._refresh = ""
        self._refresh_ends = 0.0

    def __repr__(self) -> str:
        return f"<login to {self._host.url}>"

    def token(self) -> str:
        """Return a token with some time left.

        Raises
        ------
        LoginError
            The user is refused, or no answer can be had.
        """
        if self._clock() > self._ends - _MARGIN:
            self.renew()
        return self._token

    def renew(self) -> None:
        """Obtain a new token: by the one that is there for it, else by logging in.

        Raises
        ------
        LoginError
            The user is refused, or no answer can be had.
        """
        if self._credentials.token:
            raise LoginError("ORKG_TOKEN has ended or is not valid; obtain a new one and run again")
        if self._clock() < self._refresh_ends and self._obtained(self._renewal()):
            return
        if not self._obtained(self._first()):
            raise LoginError(
                f"{self._host.token_url} refused the login; check the ORKG variables of the environment, "
                f"or what the keyring holds"
            )

    def _renewal(self) -> dict[str, str]:
        return {"grant_type": "refresh_token", "refresh_token": self._refresh, **_CLIENT}

    def _first(self) -> dict[str, str]:
        known = self._credentials
        return {"grant_type": "password", "username": known.username, "password": known.secret, **_CLIENT}

    def _obtained(self, form: dict[str, str]) -> bool:
        asked = self._clock()
        try:
            answer = self._ask(self._host.token_url, form)
        except requests.RequestException as error:
            raise LoginError(f"{self._host.token_url} cannot be reached: {type(error).__name__}") from None
        if answer.status_code in (400, 401, 403):
            return False
        try:
            told: dict[str, Any] = answer.json()
            self._token = str(told["access_token"])
            lasts = float(told.get("expires_in", 300))
            # Of a token that lasts less than the margin, half the time must do.
            self._ends = asked + max(lasts, min(lasts / 2 + _MARGIN, 2 * _MARGIN))
            self._refresh = str(told.get("refresh_token", ""))
            renewable = float(told.get("refresh_expires_in", 0)) if self._refresh else 0.0
            self._refresh_ends = asked + renewable - _MARGIN
        except (ValueError, KeyError, TypeError, AttributeError):
            raise LoginError(
                f"{self._host.token_url} gave no token (status {answer.status_code}); is the address right?"
            ) from None
        return True

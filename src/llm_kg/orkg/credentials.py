"""Who pushes: from the environment or the system's keyring, and shown nowhere."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from llm_kg.errors import MissingExtraError, OrkgError

__all__ = ["SERVICE", "Credentials", "find_credentials"]

#: Under which the keyring keeps them.
SERVICE: Final = "llm-kg-orkg"
_USER, _SECRET, _TOKEN = "ORKG_USERNAME", "ORKG_PASSWORD", "ORKG_TOKEN"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user and their secret, or a token that somebody else obtained; none is ever shown."""

    username: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


def find_credentials(environment: Mapping[str, str] | None = None) -> Credentials:
    """Return the credentials of the environment, else those of the system's keyring.

    Raises
    ------
    OrkgError
        There are none.
    MissingExtraError
        There are none in the environment, and the library for the keyring is not installed.
    """
    known = os.environ if environment is None else environment
    if token := known.get(_TOKEN):
        return Credentials(token=token)
    user = known.get(_USER, "")
    if user and (secret := known.get(_SECRET)):
        return Credentials(user, secret)
    return _of_keyring(user)


def _of_keyring(user: str) -> Credentials:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise MissingExtraError(
            "keyring", "there is no ORKG login in the environment, and the system's keyring"
        ) from None
    try:
        found = keyring.get_credential(SERVICE, user or None)
    except KeyringError:
        found = None
    if found is None:
        raise OrkgError(
            f"there is no ORKG login, neither in the environment nor in the keyring ({SERVICE}); "
            "docs/orkg.md says how to give one"
        )
    return Credentials(found.username, found.password)

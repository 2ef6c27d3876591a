"""Secrets, read when they are needed from where the person keeps them, and never written down.

A source is ``command:WORDS`` (the first line of its output) or ``keyring:SERVICE/USER``; anything
else stands for itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import shlex

COMMAND, KEYRING = "command:", "keyring:"
_SECONDS = 20.0
_MAX_BYTES = 64 * 1024


class SecretError(OSError):
    """A secret could not be read; the message says why and holds no part of it."""


def is_source(text: str) -> bool:
    """Whether the text names where a secret is kept."""
    return text.startswith((COMMAND, KEYRING))


async def read_secret(source: str) -> str:
    """The secret behind a source, or the text itself where it is none.

    Raises:
        SecretError: The command fails or takes too long, or the keyring has no such entry.
    """
    if source.startswith(COMMAND):
        return await _ask_command(source.removeprefix(COMMAND))
    if source.startswith(KEYRING):
        return await asyncio.to_thread(_ask_keyring, source.removeprefix(KEYRING))
    return source


async def _ask_command(command: str) -> str:
    try:
        words = shlex.split(command)
        process = await asyncio.create_subprocess_exec(
            *words,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except (ValueError, OSError, TypeError) as error:
        raise SecretError("the password's command cannot be run") from error
    try:
        output, _ = await asyncio.wait_for(process.communicate(), _SECONDS)
    except TimeoutError as error:
        raise SecretError("the password's command takes too long") from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    if process.returncode:
        raise SecretError(f"the password's command failed with status {process.returncode}")
    return output[:_MAX_BYTES].decode("utf-8", "replace").partition("\n")[0].strip()


def _ask_keyring(entry: str) -> str:
    service, _, user = entry.rpartition("/")
    try:
        secret = importlib.import_module("keyring").get_password(service, user)
    except ImportError as error:
        raise SecretError("the keyring needs the Python package keyring beside Cutline") from error
    except Exception as error:  # every backend raises its own
        raise SecretError("the keyring cannot be read") from error
    if secret is None:
        raise SecretError(f"the keyring has no entry {service}/{user}")
    return str(secret)

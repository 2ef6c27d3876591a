import sys

import pytest

from reader.ingest.secrets import SecretError, is_source, read_secret


async def test_a_text_stands_for_itself() -> None:
    assert await read_secret("plain") == "plain"
    assert not is_source("plain")


async def test_a_command_gives_the_first_line_of_its_output() -> None:
    source = f"command:{sys.executable} -c \"print('s3cret'); print('more')\""
    assert is_source(source)
    assert await read_secret(source) == "s3cret"


@pytest.mark.parametrize("command", ["false", "no-such-program-here", "unclosed 'quote", ""])
async def test_a_command_that_fails_is_told_without_the_secret(command: str) -> None:
    with pytest.raises(SecretError, match="command"):
        await read_secret(f"command:{command}")


async def test_a_keyring_that_is_not_there_is_told() -> None:
    with pytest.raises(SecretError, match="keyring"):
        await read_secret("keyring:cutline/nobody")

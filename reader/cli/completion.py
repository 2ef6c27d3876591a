"""``completion``: what a shell has to read to complete our commands, and the answers it asks for."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class, shell_complete

from reader.cli.session import Session, with_session
from reader.paths import COMPLETION_VARIABLE

PROGRAM = "cutline"

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
@with_session
def completion_command(session: Session, shell: str) -> None:
    """Print what makes a shell complete commands, options and files.

    \b
    bash: cutline completion bash > ~/.local/share/bash-completion/completions/cutline
    zsh:  cutline completion zsh > "${fpath[1]}/_cutline"
    fish: cutline completion fish > ~/.config/fish/completions/cutline.fish
    """
    completion_class = get_completion_class(shell)
    assert completion_class is not None
    # Not its ``source()``, which starts a bash to learn its version.
    maker = completion_class(click.Command(PROGRAM), {}, PROGRAM, COMPLETION_VARIABLE)
    session.console.data((maker.source_template % maker.source_vars()).strip())


def answer_shell(group: click.Group, instruction: str) -> int:
    """Print the completions that a shell's function asks for in the environment; gives the exit code."""
    return shell_complete(group, {}, PROGRAM, COMPLETION_VARIABLE, instruction)

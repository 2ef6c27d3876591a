"""What the roles look like beside each other."""

import pytest

from reader.tui.render.lines import Role
from reader.tui.widgets.shades import CURSOR, LIST_SHADES, SELECTED


@pytest.mark.parametrize("state", [CURSOR, SELECTED])
@pytest.mark.parametrize("role", [Role.FEED, Role.META, Role.SUMMARY, Role.CAPTION])
def test_a_title_is_never_fainter_than_what_stands_below_it(state: str, role: Role) -> None:
    assert LIST_SHADES[f"{state}-{Role.TITLE_READ}"].alpha > LIST_SHADES[f"{state}-{role}"].alpha
    assert LIST_SHADES[Role.TITLE_READ].alpha > LIST_SHADES[role].alpha

"""Where a key stands in a settings file, however it is written."""

import tomllib

import pytest

from reader.setting_lines import line_of

_FILE = '''# A comment with [brackets] and "quotes".
[interface]
theme = "auto"   # [not] = a table

"measure" = 70
[ refresh ]
user_agent = """
[keys]
star = "no"
"""
proxy = 'a # no comment'

[keys]
star = [
  "B", # one
  "]",
]
list.down = "j"
"article.down" = 'k'
[keys.tree]
up = "u"
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("interface", 2),
        ("interface.theme", 3),
        ("interface.measure", 5),
        ("refresh", 6),
        ("refresh.user_agent", 7),
        ("refresh.proxy", 11),
        ("keys", 13),
        ("keys.star", 14),
        ("keys.list.down", 18),
        ("keys.article.down", 19),
        ("keys.tree.up", 21),
        ("interface.nothing", 2),
        ("nothing.at.all", 0),
        ("", 0),
    ],
)
def test_a_key_is_found(key: str, line: int) -> None:
    tomllib.loads(_FILE)
    assert line_of(_FILE, key) == line


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("interface.theme = 1", "interface.theme", 1),
        ("\ninterface . 'theme' = 1", "interface.theme", 2),
        ("a = 1\ninterface = { theme = 1, rows = [1] }\nb = 2", "interface.theme", 2),
        ("a = { b = '}' }\nc = 1", "c", 2),
        ("x = '''\ny = 1\n'''\ny = 2", "y", 4),
        ('x = "a\\"b"\r\ny = 2\r\n', "y", 2),
        ("[[keys]]\nstar = 1", "keys.star", 2),
    ],
)
def test_other_ways_of_writing(text: str, key: str, line: int) -> None:
    tomllib.loads(text)
    assert line_of(text, key) == line

"""How a forum writes contested words: one table per forum, read and written by the same code.

A template has the fields ``{open}``, ``{close}``, ``{words}``, ``{names}`` (who proposes) and
``{others}`` (who would delete). Reading is tolerant: ``notation`` understands the notations of all
forums; the profile says which one is written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_AGREED = MappingProxyType({"agreed_ad_ref": "(Agreed ad ref)", "agreed": "(Agreed)"})
_BARE = "{open}{words}{close}"


@dataclass(frozen=True, slots=True)
class Profile:
    """The notation of one forum."""

    name: str
    title: str
    example: str
    attribution: str  # words proposed by some
    deletion: str  # words that some would delete
    disputed: str  # words proposed by some, which others would delete
    open: str = "["
    close: str = "]"
    bare: str = _BARE  # contested words without any name
    separator: str = ", "  # between names
    option: str = "Option {number}:"
    alternative: str = "{label} alt"  # an alternative paragraph
    agreed: Mapping[str, str] = field(default_factory=lambda: _AGREED)
    numbering: tuple[str, ...] = ("as_drafted", "official")  # schemes at issue, the usual one first

    def around(self, names: Iterable[str] = (), others: Iterable[str] = ()) -> tuple[str, str]:
        """What is written before and after contested words.

        ``names`` propose the words, ``others`` would delete them; both may be empty.
        """
        proposing, deleting = tuple(names), tuple(others)
        if proposing and deleting:
            template = self.disputed
        elif deleting:
            template = self.deletion
        else:
            template = self.attribution if proposing else self.bare
        before, _, after = template.partition("{words}")
        values = {
            "open": self.open,
            "close": self.close,
            "names": self.separator.join(proposing),
            "others": self.separator.join(deleting),
        }
        return before.format(**values), after.format(**values)

    def option_heading(self, number: int) -> str:
        """``Option 2:``."""
        return self.option.format(number=number)


UN = Profile(
    name="un",
    title="United Nations: names inside the bracket",
    example="[by 2030 - A, B] [urgently - C: delete]",
    attribution="{open}{words} - {names}{close}",
    deletion="{open}{words} - {others}: delete{close}",
    disputed="{open}{words} - {names}; {others}: delete{close}",
)
UNFCCC = Profile(
    name="unfccc",
    title="Climate convention: brackets without names, options",
    example="[shall][should]",
    attribution=_BARE,
    deletion=_BARE,
    disputed=_BARE,
    numbering=("as_drafted",),  # sections and options, each with its own way of counting
)
ECOSOC = Profile(
    name="ecosoc",
    title="Economic and Social Council: names after the bracket",
    example="[by 2030] (A, B) [urgently] (C: delete)",
    attribution="{open}{words}{close} ({names})",
    deletion="{open}{words}{close} ({others}: delete)",
    disputed="{open}{words}{close} ({names}) ({others}: delete)",
)

PROFILES: Mapping[str, Profile] = MappingProxyType(
    {profile.name: profile for profile in (UN, UNFCCC, ECOSOC)}
)

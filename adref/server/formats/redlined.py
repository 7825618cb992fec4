"""A redline as formats see it: two names, the comparison, the language of the sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from adref.drafting.comparison import Comparison, comparison_to_json
from adref.drafting.telling import tell, totals
from adref.server.messages import say

_COUNTED = ("new", "removed", "moved", "split", "joined")


@dataclass(frozen=True, slots=True)
class Redlined:
    """``old`` and ``new`` name the two sides. ``at``: when it was made (ISO 8601, UTC)."""

    old: str
    new: str
    comparison: Comparison
    language: str = "en"
    at: str = ""

    def say(self, key: str, **values: str | int) -> str:
        """A sentence of the catalogue, in the language of this redline."""
        return say(self.language, f"redline.{key}", **values)

    @property
    def title(self) -> str:
        """What the file is called."""
        return self.say("title", old=self.old, new=self.new)


def summary(redlined: Redlined) -> list[tuple[int, str, str]]:
    """What changed, paragraph by paragraph: the row, its name, and what is said of it."""
    return [
        (
            told.row,
            told.name,
            redlined.say("between").join(redlined.say(m.key, **m.values) for m in told.said),
        )
        for told in tell(redlined.comparison)
    ]


def overall(redlined: Redlined) -> Iterator[str]:
    """The whole in a few sentences."""
    found = totals(redlined.comparison)
    if found.altered == 0:
        yield redlined.say("none")
    else:
        yield redlined.say(
            "total", altered=found.altered, inserted=found.inserted, struck=found.struck
        )
    counted = [(name, getattr(found, name)) for name in _COUNTED]
    shown = [redlined.say(f"count_{name}", count=count) for name, count in counted if count]
    if shown:
        yield redlined.say("total_paragraphs", list=", ".join(shown))
    if found.relabelled:
        yield redlined.say("total_relabelled", count=found.relabelled)


def redlined_to_json(redlined: Redlined) -> dict[str, Any]:
    """The redline for scripts and the page: ``old new language totals overall summary rows``."""
    return {
        "old": redlined.old,
        "new": redlined.new,
        "language": redlined.language,
        "totals": totals(redlined.comparison)._asdict(),
        "overall": list(overall(redlined)),
        "summary": [
            {"row": row, "name": name, "said": said} for row, name, said in summary(redlined)
        ],
        **comparison_to_json(redlined.comparison),
    }

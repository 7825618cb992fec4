"""An edition: what one file out contains, and for whom it is. Formats see nothing else."""

from dataclasses import dataclass

from adref.drafting.writing import WrittenParagraph


@dataclass(frozen=True, slots=True)
class Edition:
    """One text, in one view, as it is written down.

    ``audience`` is a sentence that says who may read it and ``view`` one that says what it shows;
    both are printed on every page. ``language`` is a BCP 47 tag.
    """

    title: str
    audience: str
    view: str
    language: str
    paragraphs: tuple[WrittenParagraph, ...]

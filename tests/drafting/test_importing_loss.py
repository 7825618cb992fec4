"""Import: nothing of a source is lost."""

import re
from collections import Counter
from itertools import count

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from adref.drafting.importing import brackets_report, import_text
from adref.drafting.markdown_source import to_markdown
from adref.drafting.tokens import tokens

WORD = re.compile(r"[^\W_]+")

fragments = st.one_of(
    st.sampled_from(
        [
            *(
                "[",
                "]",
                "[",
                "]",
                "*",
                "**",
                "_",
                " ",
                " ",
                " ",
                "\n",
                "\n",
                "\n\n",
                "    ",
                "`",
                "~~",
            ),
            *(
                "# ",
                "## ",
                "- ",
                "* ",
                "1. ",
                "2) ",
                "> ",
                "(a) ",
                "(i) ",
                "```",
                "---",
                "===",
                "|",
            ),
            *(
                "Option 1:",
                "Option (a):",
                "Article 4",
                "OP3 bis ",
                "PP1 ",
                "!",
                "](x)",
                "]: /url",
                "<",
            ),
            *("\\", ">", "\f", "\t", "12", "  \n", ";", ",", ".", "(Agreed)", " - US; G77 delete]"),
        ]
    ),
    st.text(st.sampled_from("abcdeéعあ大0９"), min_size=1, max_size=5),
)
sources = st.lists(fragments, min_size=1, max_size=40).map("".join).filter(WORD.search)


def read(source, format="md"):
    numbers = count()
    return import_text(source, format, lambda: f"p{next(numbers)}")


def working(imported):
    return "\n".join(f"{p.label}\n{p.words}" for p in imported.paragraphs)


def letters(source):
    """Everything in it that is not a sign or a space, in order, and the brackets."""
    return [c for c in source if c.isalnum() or c in "[]"]


def word_counts(source):
    return Counter(token for token in tokens(source) if token[0].isalnum())


@settings(max_examples=500, deadline=None)
@given(sources, st.sampled_from(["md", "txt"]))
def test_no_letter_and_no_bracket_is_lost(source, format):
    """[N50] Every letter, digit and bracket of a source is in the working text."""
    there = letters(working(read(source, format)))
    if format == "md":
        assert there == letters(source)
    else:  # page furniture stands after what it interrupted
        assert Counter(there) == Counter(letters(source))


@settings(max_examples=300, deadline=None)
@given(st.lists(fragments, min_size=1, max_size=40).map(" ".join), st.sampled_from(["md", "txt"]))
def test_no_word_is_lost(source, format):
    """[N50] Every word of a source is a word of the working text."""
    assume(WORD.search(source))
    assert not word_counts(source) - word_counts(working(read(source, format)))


def test_emphasis_inside_a_word_leaves_the_word_whole():
    """[N50] A word of which a part is in italics is one word."""
    assert read("and r*eaffirming* that\n").paragraphs[0].words == "and reaffirming that"


@settings(max_examples=200, deadline=None)
@given(sources)
def test_nothing_is_lost_by_import_and_export(source):
    """[N51] The Markdown written from a source has its letters and brackets too."""
    out = re.sub(r"<!-- .* -->|&#\d+;", "", to_markdown(read(source).paragraphs))
    missing = Counter(letters(source)) - Counter(letters(out))
    assert not missing


@settings(max_examples=300, deadline=None)
@given(sources, st.sampled_from(["md", "txt"]))
def test_the_report_accounts_for_every_bracket(source, format):
    """[N52] Characters are pairs, uncontested pairs, unbalanced, or syntax; places are true."""
    report = brackets_report(source, format)
    lines = source.split("\n")
    for item in report["unbalanced"]:
        assert lines[item["line"] - 1][item["column"] - 1] == item["char"]
    pairs = report["brackets"] + report["uncontested"]
    for char, name in (("[", "open"), ("]", "close")):
        lost = sum(item["char"] == char for item in report["unbalanced"])
        assert report[name] == source.count(char) == pairs + lost + report["syntax"][name]
        assert report["syntax"][name] >= 0

"""Why a file is not taken in: a key of the catalogue and its parameters."""

from collections.abc import Mapping

CODES = {
    "file_empty": "The file is empty.",
    "file_kind": "This is not a Word document (.docx), Markdown or plain text.",
    "file_not_word": "The file is named like a Word document, but it is none.",
    "file_password": "The file is protected by a password. Take the protection off and try again.",
    "file_old_word": "This is a Word file of the old kind (.doc). Save it as .docx and try again.",
    "file_strict": "The file is “Strict Open XML”. Save it as “Word Document (.docx)”.",
    "file_macros": "The file carries macros, which are not read. Save it as .docx without them.",
    "file_damaged": "The file is damaged or was not transferred whole.",
    "file_too_large_inside": "The file unpacks to far more than a text would.",
    "file_unsafe": "The file is built in a way that Word does not write. It is not opened.",
    "file_too_much": "Reading this file would take too long or too much memory.",
    "no_words": "The file has no words.",
}
"""Every code, with the sentence that the command line says; the interface has its own."""


class BadFile(ValueError):
    """The file is not taken in; nothing of it has been used."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(CODES[code])
        self.code = code
        self.params: Mapping[str, str | int] = params

"""LibreOffice reads Word files and accepts or rejects all their changes: one process for all.

It is driven by a macro of its own Basic in a profile made for the occasion, so nothing but
LibreOffice Writer is needed.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

ACCEPTED, REJECTED, UNTOUCHED = "accept", "reject", "none"
SECONDS = 300  # for all files together; two thousand documents would need it
MISSING = (
    "LibreOffice Writer is needed: install it (Debian: sudo apt install libreoffice-writer-nogui), "
    "or name its program in the variable SOFFICE."
)
_DOCTYPE = '<!DOCTYPE {} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{}.dtd">'
_MACRO = """
Sub Main
  On Error Goto Failed
  Dim jobs, job, parts, out
  jobs = Split(ReadAll("{jobs}"), Chr(10))
  For Each job In jobs
    If job <> "" Then
      parts = Split(job, Chr(9))
      out = Opened(parts(0), parts(1))
      WriteDown parts(2), out
    End If
  Next
  StarDesktop.terminate()
  Exit Sub
Failed:
  WriteDown "{failure}", Error & ", line " & Erl
  StarDesktop.terminate()
End Sub

Function Opened(url, what) As String
  Dim options(1) As New com.sun.star.beans.PropertyValue
  Dim nothing_()
  options(0).Name = "Hidden" : options(0).Value = True
  options(1).Name = "ReadOnly" : options(1).Value = False
  document = StarDesktop.loadComponentFromURL(url, "_blank", 0, options())
  If IsNull(document) Then
    Opened = "unreadable"
    Exit Function
  End If
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  frame = document.CurrentController.Frame
  If what = "accept" Then
    dispatcher.executeDispatch(frame, ".uno:AcceptAllTrackedChanges", "", 0, nothing_())
  ElseIf what = "reject" Then
    dispatcher.executeDispatch(frame, ".uno:RejectAllTrackedChanges", "", 0, nothing_())
  End If
  remaining = 0
  redlines = document.Redlines.createEnumeration()
  Do While redlines.hasMoreElements()
    redlines.nextElement()
    remaining = remaining + 1
  Loop
  said = "changes" & Chr(31) & remaining & Chr(31) & Chr(10)
  said = said & Paragraphs(document.Text)
  For n = 0 To document.Footnotes.Count - 1
    said = said & "note" & Chr(31) & Chr(31) & NoteWords(document.Footnotes.getByIndex(n)) & Chr(10)
  Next
  document.close(True)
  Opened = said
End Function

Function Paragraphs(where) As String
  said = ""
  items = where.createEnumeration()
  Do While items.hasMoreElements()
    item = items.nextElement()
    If item.supportsService("com.sun.star.text.TextTable") Then
      said = said & TableRows(item)
    Else
      said = said & item.ParaStyleName & Chr(31) & item.ListLabelString & Chr(31)
      said = said & ParagraphWords(item) & Chr(10)
    End If
  Loop
  Paragraphs = said
End Function

Function TableRows(item) As String
  said = ""
  current = ""
  For Each name In item.getCellNames()
    row = Mid(name, 2)
    If row <> current Then
      If current <> "" Then said = said & Chr(10)
      said = said & "row" & Chr(31) & Chr(31)
    Else
      said = said & Chr(30)
    End If
    current = row
    said = said & NoteWords(item.getCellByName(name))
  Next
  TableRows = said & Chr(10)
End Function

Function NoteWords(note) As String
  said = ""
  items = note.createEnumeration()
  Do While items.hasMoreElements()
    said = said & ParagraphWords(items.nextElement())
  Loop
  NoteWords = said
End Function

Function ParagraphWords(paragraph) As String
  said = ""
  portions = paragraph.createEnumeration()
  Do While portions.hasMoreElements()
    portion = portions.nextElement()
    If portion.TextPortionType = "Text" Then said = said & portion.String
    If portion.TextPortionType = "Footnote" Then said = said & Chr(65532)
  Loop
  ParagraphWords = said
End Function

Function ReadAll(name) As String
  files = createUnoService("com.sun.star.ucb.SimpleFileAccess")
  stream = createUnoService("com.sun.star.io.TextInputStream")
  stream.setInputStream(files.openFileRead(name))
  stream.setEncoding("UTF-8")
  Dim nothing_()
  ReadAll = stream.readString(nothing_(), False)
  stream.closeInput()
End Function

Sub WriteDown(name, said)
  files = createUnoService("com.sun.star.ucb.SimpleFileAccess")
  stream = createUnoService("com.sun.star.io.TextOutputStream")
  stream.setOutputStream(files.openFileWrite(name))
  stream.setEncoding("UTF-8")
  stream.writeString(said)
  stream.closeOutput()
End Sub
"""


class Line(NamedTuple):
    """A paragraph, a row of a table (its cells parted by ``|``) or a footnote."""

    style: str
    label: str
    words: str


class Seen(NamedTuple):
    """A document as LibreOffice shows it; ``left``: tracked changes that remain."""

    left: int
    lines: list[Line]
    notes: list[str]


def program() -> str:
    """The program; fails in words where there is none."""
    found = shutil.which(os.environ.get("SOFFICE", "soffice"))
    assert found, MISSING
    return found


def looked_at(
    folder: Path, files: Mapping[str, bytes], ways: tuple[str, ...] = (ACCEPTED, REJECTED)
) -> dict[tuple[str, str], Seen]:
    """Each file in each way, by (name, way)."""
    jobs, answers = [], {}
    for number, (name, data) in enumerate(files.items()):
        source = folder / f"{number}.docx"
        source.write_bytes(data)
        for way in ways:
            answer = answers[name, way] = folder / f"{number}.{way}.txt"
            jobs.append("\t".join((source.as_uri(), way, answer.as_uri())))
    (folder / "jobs.txt").write_text("\n".join(jobs), encoding="utf-8")
    _run(folder)
    return {key: _seen(answer) for key, answer in answers.items()}


def _run(folder: Path) -> None:
    """The first start makes the profile, and would overwrite a macro that is there already."""
    _soffice(folder, "--terminate_after_init")
    basic = folder / "profile" / "user" / "basic"
    failure = folder / "failure.txt"
    macro = _MACRO.replace("{jobs}", (folder / "jobs.txt").as_uri())
    for file, words in _library(macro.replace("{failure}", failure.as_uri())).items():
        (basic / file).write_text(words, encoding="utf-8")
    _soffice(folder, "macro:///Standard.Module1.Main")
    assert not failure.exists(), failure.read_text(encoding="utf-8")


def _soffice(folder: Path, *arguments: str) -> None:
    """Run LibreOffice in a session of its own: when it hangs, all of it is ended."""
    process = subprocess.Popen(
        [
            *(program(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
            *("--norestore", "--nologo", "--nodefault", *arguments),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"},
        start_new_session=True,
    )
    try:
        assert process.wait(SECONDS) == 0, "LibreOffice ended badly"
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _library(macro: str) -> dict[str, str]:
    def file(kind: str, inner: str) -> str:
        doctype = _DOCTYPE.format(kind.split()[0], kind.split()[0].split(":")[1])
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}\n{inner}'

    library = 'xmlns:library="http://openoffice.org/2000/library"'
    script = 'xmlns:script="http://openoffice.org/2000/script"'
    lists = (
        f'<library:libraries {library} xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<library:library library:name="Standard" library:link="false"/></library:libraries>'
    )
    own = (
        f'<library:library {library} library:name="Standard" library:readonly="false" '
        'library:passwordprotected="false">{}</library:library>'
    )
    return {
        "script.xlc": file("library:libraries", lists),
        "dialog.xlc": file("library:libraries", lists),
        "Standard/script.xlb": file(
            "library:library", own.format('<library:element library:name="Module1"/>')
        ),
        "Standard/dialog.xlb": file("library:library", own.format("")),
        "Standard/Module1.xba": file(
            "script:module",
            f'<script:module {script} script:name="Module1" script:language="StarBasic">'
            f"{escape(macro)}</script:module>",
        ),
    }


def _seen(answer: Path) -> Seen:
    assert answer.exists(), f"LibreOffice could not read {answer.name}"
    first, *rest = answer.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    assert first.startswith("changes"), f"LibreOffice could not open {answer.name}"
    lines = [Line(*line.replace("\x1e", " | ").split("\x1f")) for line in rest]
    return Seen(
        int(first.split("\x1f")[1]),
        [line for line in lines if line.style != "note"],
        [line.words for line in lines if line.style == "note"],
    )

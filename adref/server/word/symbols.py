"""Signs that Word takes from a font of pictures, as letters of Unicode."""

_OWN = 0xF000  # where Word puts the signs of such a font
_UNKNOWN = "\ufffd"
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0xA7: "▪", 0xA8: "◻",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗",
    0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_SYMBOL = {
    **{0x41 + at: letter for at, letter in enumerate(_GREEK)},
    **{0x61 + at: letter for at, letter in enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ")},
    0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
    0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡",
    0xBB: "≈", 0xBC: "…", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD7: "⋅", 0xE2: "®", 0xE3: "©",
    0xE4: "™",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "symbol": _SYMBOL}


def printed(font: str, char: str) -> str:
    """The sign at a place of a font; U+FFFD when it is not known which it is."""
    try:
        place = int(char, 16)
        sign = chr(place)
    except (ValueError, OverflowError):
        return _UNKNOWN
    if font.lower() not in _FONTS and not _OWN <= place < _OWN + 0x100:
        return sign if sign.isprintable() else _UNKNOWN
    place -= _OWN if place >= _OWN else 0
    known = _FONTS.get(font.lower(), {}).get(place)
    if known is None and font.lower() == "symbol" and 0x20 <= place < 0x40:
        known = chr(place)  # digits and points are what they are
    return known or _UNKNOWN

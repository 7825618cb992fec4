"""The few words that a format itself says, in the language of the edition."""

from collections.abc import Mapping

from adref.drafting.tracking import Hand

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "moved_here": "moved here",
        "moved_away": "moved from here",
        "inserted": "insertion",
        "inserted_by": "insertion by {author}",
        "inserted_end": "end of insertion",
        "struck": "deletion",
        "struck_by": "deletion by {author}",
        "struck_end": "end of deletion",
        "notes": "Notes",
        "note": "note {number}",
        "back": "Back to the text, note {number}",
        "comment": "Comment by {author}:",
        "page": "Page",
        "was": "formerly {label}",
    },
    "fr": {
        "moved_here": "déplacé ici",
        "moved_away": "déplacé d’ici",
        "inserted": "insertion",
        "inserted_by": "insertion de {author}",
        "inserted_end": "fin de l’insertion",
        "struck": "suppression",
        "struck_by": "suppression de {author}",
        "struck_end": "fin de la suppression",
        "notes": "Notes",
        "note": "note {number}",
        "back": "Retour au texte, note {number}",
        "comment": "Commentaire de {author} :",
        "page": "Page",
        "was": "ancien {label}",
    },
    "es": {
        "moved_here": "trasladado aquí",
        "moved_away": "trasladado desde aquí",
        "inserted": "inserción",
        "inserted_by": "inserción de {author}",
        "inserted_end": "fin de la inserción",
        "struck": "supresión",
        "struck_by": "supresión de {author}",
        "struck_end": "fin de la supresión",
        "notes": "Notas",
        "note": "nota {number}",
        "back": "Volver al texto, nota {number}",
        "comment": "Comentario de {author}:",
        "page": "Página",
        "was": "antes {label}",
    },
    "ru": {
        "moved_here": "перемещено сюда",
        "moved_away": "перемещено отсюда",
        "inserted": "вставка",
        "inserted_by": "вставка, автор: {author}",
        "inserted_end": "конец вставки",
        "struck": "исключение",
        "struck_by": "исключение, автор: {author}",
        "struck_end": "конец исключения",
        "notes": "Примечания",
        "note": "примечание {number}",
        "back": "Назад к тексту, примечание {number}",
        "comment": "Комментарий, автор: {author}.",
        "page": "Страница",
        "was": "ранее {label}",
    },
    "ar": {
        "moved_here": "نُقل إلى هنا",
        "moved_away": "نُقل من هنا",
        "inserted": "إضافة",
        "inserted_by": "إضافة من {author}",
        "inserted_end": "نهاية الإضافة",
        "struck": "حذف",
        "struck_by": "حذف من {author}",
        "struck_end": "نهاية الحذف",
        "notes": "الحواشي",
        "note": "الحاشية {number}",
        "back": "العودة إلى النص، الحاشية {number}",
        "comment": "تعليق من {author}:",
        "page": "الصفحة",
        "was": "سابقا {label}",
    },
    "zh": {
        "moved_here": "移至此处",
        "moved_away": "从此处移走",
        "inserted": "插入",
        "inserted_by": "{author}插入",
        "inserted_end": "插入结束",
        "struck": "删除",
        "struck_by": "{author}删除",
        "struck_end": "删除结束",
        "notes": "注释",
        "note": "注{number}",
        "back": "返回正文，注{number}",
        "comment": "{author}的评论：",
        "page": "页",
        "was": "原{label}",
    },
}


def says(language: str, what: str, **names: object) -> str:
    """One of the words; in English for a language that is not of the six."""
    table = _WORDS.get(language.split("-")[0].lower(), _WORDS["en"])
    return table[what].format(**names)


def said_of(language: str, fate: str, hand: Hand) -> str:
    """How a change is announced: ``insertion by Kenya``."""
    if hand.author:
        return says(language, f"{fate}_by", author=hand.author)
    return says(language, fate)


def said_of_move(language: str, fate: str) -> str:
    """What stands at the two places of a paragraph that is elsewhere now."""
    return says(language, "moved_away" if fate == "struck" else "moved_here")

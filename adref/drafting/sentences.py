"""What a file says of itself, in the six official languages of the United Nations."""

from collections.abc import Mapping

ENGLISH, FRENCH = "en", "fr"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")

_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "audience": "For the participants in this negotiation.",
        "audience_of": "For the participants in: {forum}.",
        "own": "For {party} only: it may hold drafts that have not been submitted.",
        "working": "Working text",
        "compilation": "Compilation of proposals",
        "unattributed": "Compilation of proposals, without attributions",
        "clean": "Clean text, without the open proposals",
        "tracked": "Changes since {base}, with their authors",
        "party": "The text with the proposals of {party}",
        "one_adopted": "Clean text, if proposal {numbers} is adopted",
        "several_adopted": "Clean text, if proposals {numbers} are adopted",
        "now": "the text as it stands",
        "bureau": "Bureau",
        "beside": "Proposal {number} meets others here and is not shown as a change: {words}",
        "deletion": "delete",
        "date": "{day} {month} {year}",
        "months": "January February March April May June July August September October November "
        "December",
    },
    "fr": {
        "audience": "À l’intention des participants à cette négociation.",
        "audience_of": "À l’intention des participants à : {forum}.",
        "own": "Pour {party} uniquement : peut contenir des projets qui n’ont pas été soumis.",
        "working": "Texte de travail",
        "compilation": "Compilation des propositions",
        "unattributed": "Compilation des propositions, sans attributions",
        "clean": "Texte épuré, sans les propositions en suspens",
        "tracked": "Modifications depuis {base}, avec leurs auteurs",
        "party": "Le texte avec les propositions de {party}",
        "one_adopted": "Texte épuré, si la proposition {numbers} est adoptée",
        "several_adopted": "Texte épuré, si les propositions {numbers} sont adoptées",
        "now": "le texte tel qu’il est",
        "bureau": "Bureau",
        "beside": "La proposition {number} en croise d’autres et n’est pas montrée ici : {words}",
        "deletion": "supprimer",
        "date": "{day} {month} {year}",
        "months": "janvier février mars avril mai juin juillet août septembre octobre novembre "
        "décembre",
    },
    "es": {
        "audience": "Para los participantes en esta negociación.",
        "audience_of": "Para los participantes en: {forum}.",
        "own": "Solo para {party}: puede contener borradores que no se han presentado.",
        "working": "Texto de trabajo",
        "compilation": "Compilación de propuestas",
        "unattributed": "Compilación de propuestas, sin atribuciones",
        "clean": "Texto limpio, sin las propuestas pendientes",
        "tracked": "Cambios desde {base}, con sus autores",
        "party": "El texto con las propuestas de {party}",
        "one_adopted": "Texto limpio, si se aprueba la propuesta {numbers}",
        "several_adopted": "Texto limpio, si se aprueban las propuestas {numbers}",
        "now": "el texto actual",
        "bureau": "Mesa",
        "beside": "La propuesta {number} coincide aquí con otras y no se muestra como cambio: "
        "{words}",
        "deletion": "suprimir",
        "date": "{day} de {month} de {year}",
        "months": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
        "diciembre",
    },
    "ru": {
        "audience": "Для участников этих переговоров.",
        "audience_of": "Для участников: {forum}.",
        "own": "Только для: {party}. Может содержать проекты, которые не были представлены.",
        "working": "Рабочий текст",
        "compilation": "Компиляция предложений",
        "unattributed": "Компиляция предложений без указания авторов",
        "clean": "Чистый текст без нерассмотренных предложений",
        "tracked": "Изменения с указанием авторов; исходный текст: {base}",
        "party": "Текст с предложениями: {party}",
        "one_adopted": "Чистый текст в случае принятия предложения {numbers}",
        "several_adopted": "Чистый текст в случае принятия предложений {numbers}",
        "now": "текст в нынешнем виде",
        "bureau": "Бюро",
        "beside": "Предложение {number} пересекается здесь с другими и не показано как "
        "изменение: {words}",
        "deletion": "исключить",
        "date": "{day} {month} {year} года",
        "months": "января февраля марта апреля мая июня июля августа сентября октября ноября "
        "декабря",
    },
    "ar": {
        "audience": "للمشاركين في هذه المفاوضات.",
        "audience_of": "للمشاركين في: {forum}.",
        "own": "لـ {party} فقط: قد يتضمن مسودات لم تقدَّم بعد.",
        "working": "نص العمل",
        "compilation": "تجميع المقترحات",
        "unattributed": "تجميع المقترحات دون ذكر مقدميها",
        "clean": "النص النظيف دون المقترحات المعلقة",
        "tracked": "التغييرات منذ {base}، مع ذكر أصحابها",
        "party": "النص مع مقترحات {party}",
        "one_adopted": "النص النظيف في حال اعتماد المقترح {numbers}",
        "several_adopted": "النص النظيف في حال اعتماد المقترحات {numbers}",
        "now": "النص بصيغته الحالية",
        "bureau": "المكتب",
        "beside": "يتداخل المقترح {number} هنا مع مقترحات أخرى ولا يظهر كتغيير: {words}",
        "deletion": "حذف",
        "date": "{day} {month} {year}",
        "months": "كانون_الثاني/يناير شباط/فبراير آذار/مارس نيسان/أبريل أيار/مايو حزيران/يونيه "
        "تموز/يوليه آب/أغسطس أيلول/سبتمبر تشرين_الأول/أكتوبر تشرين_الثاني/نوفمبر "
        "كانون_الأول/ديسمبر",
    },
    "zh": {
        "audience": "供本次谈判的参加者使用。",
        "audience_of": "供以下谈判的参加者使用：{forum}。",
        "own": "仅供{party}使用：可能含有尚未提交的草案。",
        "working": "工作案文",
        "compilation": "提案汇编",
        "unattributed": "提案汇编（不注明提案方）",
        "clean": "清洁案文（不含未决提案）",
        "tracked": "自{base}以来的修改及其提出者",
        "party": "附有{party}提案的案文",
        "one_adopted": "清洁案文（假定提案{numbers}获得通过）",
        "several_adopted": "清洁案文（假定提案{numbers}获得通过）",
        "now": "目前案文",
        "bureau": "主席团",
        "beside": "提案{number}在此处与其他提案重叠，未显示为修改：{words}",
        "deletion": "删除",
        "date": "{year}年{month}月{day}日",
        "months": "1 2 3 4 5 6 7 8 9 10 11 12",
    },
}


def sentences(language: str) -> Mapping[str, str]:
    """The sentences in a language (BCP 47); in English for one that is not of the six."""
    return _SENTENCES.get(language.split("-")[0].lower(), _SENTENCES[ENGLISH])


def printed_date(day: str, language: str) -> str:
    """A day (ISO 8601) as it is printed; anything else as it stands."""
    year, month, date = (*day.split("-"), "", "", "")[:3]
    if len(day) != 10 or not (year + month + date).isdecimal() or not 1 <= int(month) <= 12:
        return day
    said = sentences(language)
    name = said["months"].split()[int(month) - 1].replace("_", " ")
    return said["date"].format(day=int(date), month=name, year=year)

"""What the six parties did with the text, reading by reading."""

from typing import Any

from adref.drafting.content import content_to_json
from adref.server.http.office import Office
from tests.server.stages import SYMBOL, Calendar, Table, open_table


async def tell(office: Office, calendar: Calendar) -> Table:
    """The whole negotiation: the first draft and three revisions of it."""
    table = await open_table(office, calendar)
    calendar.next_day(0)
    await table.issue(SYMBOL)
    for reading in (_first_reading, _second_reading, _third_reading):
        calendar.next_day(7)
        await reading(table)
    return table


async def _first_reading(table: Table) -> None:
    """Everybody says what they want; hardly anything is settled."""
    change = table.change
    await change("concern", "Avon", "PP4", "Noting with concern", "Alarmed")
    await change("deep", "Corva", "PP4", "Noting with concern", "Aware")
    await change("many", "Brill", "PP4", "many aquifers", "some aquifers")
    await change(
        "women", "Isles", "PP7", "by hand|,", ", and who are seldom asked where a well is dug"
    )
    await change(
        "peoples",
        "Dunmar",
        "PP8",
        "indigenous peoples and of pastoral communities",
        "local communities",
    )
    await change("lens", "Isles", "PP9", "upon the sea|,", ", and is spoiled by one high tide")
    await change(
        "sovereignty",
        "Estane",
        "PP10",
        "|,",
        ", and the duty not to cause significant harm to others",
    )
    await change("half", "Avon", "OP2", "by 2040", "by 2035")
    await change("pace", "Corva", "OP2", "by 2040", "in line with national circumstances")
    await change("urges", "Avon", "OP2", "Calls upon", "Urges")
    await change("urges too", "Isles", "OP2", "Calls upon", "Urges")
    await change("targets", "Brill", "OP3", "|national targets", "voluntary ")
    await change("targets too", "Corva", "OP3", "|national targets", "voluntary ")
    await change("public", "Dunmar", "OP7", "open to the public", "available on request")
    await change("registers", "Corva", "OP6", "|which should hold", "where practicable, ")
    await change("quality", "Estane", "(c)", "every five years", "every year")
    await change(
        "pipes", "Estane", "OP8", "and to reduce", "and, with due regard to their means, to reduce"
    )
    await change("share", "Avon", "OP13", "|;", ", every year")
    await change(
        "notice",
        "Dunmar",
        "OP15",
        "large withdrawals",
        "withdrawals of more than ten million cubic metres a year",
    )
    await change("fund", "Avon", "OP19", "a voluntary fund", "a fund")
    await change(
        "fund gone",
        "Brill",
        "OP19",
        "to support developing countries in measuring their groundwater",
        "",
    )
    await table.submit(
        "salt",
        "Isles",
        await _new(
            table,
            "PP9",
            "PP9 bis",
            "pp",
            "*Alarmed* by the salt that the rising sea drives into coastal aquifers,",
        ),
        why="No text on groundwater without salt.",
    )
    await table.submit(
        "mines",
        "Estane",
        await _new(
            table,
            "OP10",
            "OP10 bis",
            "op",
            "*Urges* mining enterprises to close and to seal the wells that they no longer use;",
        ),
    )
    await table.submit(
        "youth",
        "Brill",
        await _new(
            table,
            "OP20",
            "OP20 bis",
            "op",
            "*Encourages* the participation of young people in the observation of wells;",
        ),
    )
    paragraph = await table.paragraph("OP8")
    after = await table.paragraph("OP5")
    await table.submit(
        "cities first", "Avon", {"kind": "move", "paragraph": paragraph.id, "after": after.id}
    )
    for party in ("Avon", "Estane"):
        await table.act(
            party,
            do="position",
            proposal=table.proposals["salt"],
            party=table.ids[party],
            stance="support",
        )
    await table.act(
        "Corva",
        do="position",
        proposal=table.proposals["notice"],
        party=table.ids["Corva"],
        stance="oppose",
        statement="Every river would qualify.",
    )
    await table.dispose("bracket", "concern", "deep", "many", "women", "peoples", "sovereignty")
    await table.dispose("bracket", "half", "pace", "urges", "urges too", "targets", "targets too")
    await table.dispose(
        "bracket", "public", "registers", "quality", "share", "notice", "fund", "fund gone"
    )
    await table.dispose("adopt", "lens", "salt", "mines", "youth")
    await table.agree("agreed_ad_ref", "PP1", "PP2", "OP1")
    await table.issue(f"{SYMBOL}/Rev.1")


async def _second_reading(table: Table) -> None:
    """The facilitator puts together what is the same; paragraphs move, some brackets are lifted."""
    await table.change("season", "Avon", "OP13", "|;", " and before the season of irrigation")
    await table.dispose("bracket", "season")
    await table.streamline_all()
    await table.dispose("adopt", "cities first", "pipes")
    await table.resolve("PP7", ", and who", "keep")
    await table.resolve("OP6", "where practicable", "strike")
    await table.resolve("PP8", "indigenous peoples", "choose")
    await table.change("rivers", "Brill", "PP6", "drink from", "depend upon")
    await table.dispose("adopt", "rivers")
    await table.change(
        "ask", "Corva", "OP16", "of their own choice", "of their own choice, including mediation"
    )
    await table.dispose("bracket", "ask")
    option = await table.paragraph("OP11")
    text = await table.office.hub.text(table.text)
    first = next(p for p in text if p.words.startswith("Option 1"))
    assert option in text
    await table.act("chair", do="option", paragraph=first.id, choice="choose")
    await table.agree("agreed_ad_ref", "PP3", "PP5", "PP6", "PP9", "PP12", "OP4", "OP9")
    await table.agree("agreed", "PP1", "PP2")
    await table.issue(f"{SYMBOL}/Rev.2", "as_drafted")


async def _third_reading(table: Table) -> None:
    """Nearly everything is settled; what is left is numbered as it will be printed."""
    await table.resolve("PP4", "Alarmed", "choose")
    await table.resolve("PP4", "some aquifers", "strike")
    await table.resolve("PP4", "many aquifers", "keep")
    await table.resolve("PP11", ", and the duty", "keep")
    await table.resolve("OP2", "Urges", "choose")
    await table.resolve("OP2", "by 2035", "choose")
    await table.resolve("OP3", "voluntary", "strike")
    await table.resolve("(c)", "every five years", "choose")
    await table.resolve("OP8", "open to the public", "choose")
    await table.resolve("OP14", ", every year", "keep")
    await table.resolve("OP17", "of their own choice, including", "choose")
    await table.resolve("OP19", "predictable", "choose")
    gone = await table.paragraph("OP11")
    delete = {"kind": "delete", "paragraph": gone.id, "basis": content_to_json(gone.content)}
    await table.submit("no mines", "Corva", delete, why="A matter for national law.")
    youth = await table.paragraph("OP22")
    before = await table.paragraph("OP20")
    move = {"kind": "move", "paragraph": youth.id, "after": before.id}
    await table.submit("youth before", "Isles", move)
    await table.dispose("adopt", "no mines", "youth before")
    await table.change("hundred", "Brill", "OP16", "ten million", "one hundred million")
    agreed = [f"OP{number}" for number in (2, 3, 5, 6, 8, 14, 15, 17, 18, 19)]
    await table.agree("agreed_ad_ref", "PP4", "PP7", "PP11", *agreed)
    await table.issue(f"{SYMBOL}/Rev.3", "official")


async def _new(table: Table, after: str, label: str, kind: str, words: str) -> dict[str, Any]:
    """A new paragraph; the words between asterisks are in italics."""
    _, opening, rest = words.split("*")
    content = [{"t": opening, "m": ["em"]}, {"t": rest}]
    place = (await table.paragraph(after)).id
    shape = {"paragraph_kind": kind, "level": 0, "label": label}
    return {"kind": "new", "after": place, **shape, "content": content}

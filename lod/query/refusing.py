"""What is never run: queries that reach into other machines, that change data, or that overthrow the engine."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from lod.query.faults import fault
from lod.query.tokens import Kind, Token, declared
from lod.terms import expand

#: Deeper brackets overflow the stack of the engine's parser and end the whole process.
DEPTH = 200

_UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"))


def refuse(
    text: str, tokens: Sequence[Token], origin: str, prefixes: Mapping[str, str], *, services: Collection[str] = ()
) -> None:
    """Raise QueryError, with its place, for SERVICE, for SPARQL Update, and for brackets nested too deeply.

    `services` are the IRIs of the endpoints that SERVICE may reach all the same.
    """
    refuse_update(text, tokens, origin)
    _refuse_service(text, tokens, origin, prefixes, services)
    depth = 0
    for token in tokens:
        depth += (token.text in "([{") - (token.text in ")]}")
        if depth > DEPTH:
            what = f"brackets are nested more than {DEPTH} deep"
            raise fault(what, text, token, origin, remedy="Write the query with fewer brackets.")


def verb(tokens: Sequence[Token]) -> Token | None:
    """Return the keyword that says what the query does, behind BASE and PREFIX; None if there is no keyword."""
    return next((t for t in tokens if t.kind is Kind.WORD and t.word not in ("BASE", "PREFIX", "VERSION")), None)


def refuse_update(text: str, tokens: Sequence[Token], origin: str) -> None:
    """Raise QueryError for SPARQL Update."""
    found = verb(tokens)
    if found and found.word in _UPDATES:
        remedy = "Change the files in data/ instead; queries begin with SELECT, ASK, CONSTRUCT or DESCRIBE."
        raise fault(f"{found.word} changes data, and queries only read", text, found, origin, remedy=remedy)


def _refuse_service(
    text: str, tokens: Sequence[Token], origin: str, prefixes: Mapping[str, str], services: Collection[str]
) -> None:
    """Refuse what the engine may read as SERVICE.

    The engine needs no blanks between keywords (`trueSERVICE<...>` runs), so any bare word that holds it counts, and a
    prefix that is not known too. Behind a token of doubt nothing can be said of what is a word and what is text.
    """
    own = set(declared(tokens))
    seen = [token for token in tokens if token.kind is not Kind.COMMENT]
    remedy = (
        "Queries that reach into other machines are not run; load that data beside yours (--data FILE), "
        "or list the endpoint as a service in the settings."
    )
    for index, token in enumerate(seen):
        suspect = token.kind is Kind.WORD and "SERVICE" in token.word
        glued = token.kind is Kind.NAME and "SERVICE" in token.prefix.upper() and token.prefix not in {*prefixes, *own}
        if suspect or glued:
            # Prefixes that the query declares itself are not followed: the endpoint must stand there in full.
            behind = seen[index + 1 : index + 3]
            place = behind[1:] if behind and behind[0].word == "SILENT" else behind[:1]
            allowed = token.word == "SERVICE" and place and _address(place[0], prefixes, own) in services
            if not allowed:
                raise fault("SERVICE is refused", text, token, origin, remedy=remedy)
        if token.kind is Kind.DOUBT and "SERVICE" in text[token.start :].upper():
            what = f"SERVICE may stand behind this '{token.text}', and it is refused"
            raise fault(what, text, token, origin, remedy="Put blanks around '<', or write IRIs with their https://")


def _address(token: Token, prefixes: Mapping[str, str], own: Collection[str]) -> str | None:
    if token.kind is Kind.IRI:
        return token.text[1:-1]
    return expand(token.text, prefixes) if token.kind is Kind.NAME and token.prefix not in own else None

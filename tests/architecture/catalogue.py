"""The sentences for translators: collected from the code, where they stand in English (`make locales`).

Each language's catalogue gets what is new, without words yet, and loses what nobody says any more.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "locales/hallkeeper.pot"
_SAID_IN = ("bot/core", "handlers")
_MARK = {"line": None, "counted": (1, 2)}


def collected() -> Catalog:
    """Every sentence that is marked by `line`, with the files in which it stands."""
    catalogue = Catalog(project="Hallkeeper", charset="utf-8", fuzzy=False)
    for folder in _SAID_IN:
        found = extract_from_dir(ROOT / folder, method_map=[("**.py", "python")], keywords=_MARK)
        for file, _, sentence, _, _ in found:
            catalogue.add(sentence, locations=[(f"{folder}/{file}", 0)])
    return catalogue


def catalogues() -> list[Path]:
    return sorted(TEMPLATE.parent.glob("*/LC_MESSAGES/hallkeeper.po"))


def brought_up_to_date(file: Path) -> bytes:
    """A language's catalogue with just the sentences that are said now."""
    with file.open("rb") as text:
        catalogue = read_po(text, locale=file.parts[-3])
    made = catalogue.creation_date
    catalogue.update(collected(), no_fuzzy_matching=True)
    catalogue.creation_date = made
    catalogue.obsolete.clear()
    for message in catalogue:
        message.flags.discard("fuzzy")
    out = io.BytesIO()
    write_po(out, catalogue, sort_output=True, include_lineno=False, width=120, ignore_obsolete=True)
    return out.getvalue()


def as_template(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalogue, sort_output=True, omit_header=True, include_lineno=False, width=120)
    return out.getvalue()


def sentences(catalogue: Catalog) -> list[str]:
    """Each on its own, also those for one and for several."""
    found: set[str] = set()
    for message in catalogue:
        if message.id:
            found.update(message.id if isinstance(message.id, tuple | list) else [str(message.id)])
    return sorted(found)


if __name__ == "__main__":
    if "--write" in sys.argv:
        TEMPLATE.write_bytes(as_template(collected()))
        for each in catalogues():
            each.write_bytes(brought_up_to_date(each))
    sys.stdout.write(f"{len(collected())} sentences\n")

"""The sentences for translators: collected from the code, where they stand in English (`make locales`)."""

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
_MARK = {"line": None}


def collected() -> Catalog:
    """Every sentence that is marked by `line`, with the files in which it stands."""
    catalogue = Catalog(project="Hallkeeper", charset="utf-8", fuzzy=False)
    for folder in _SAID_IN:
        found = extract_from_dir(ROOT / folder, method_map=[("**.py", "python")], keywords=_MARK)
        for file, _, sentence, _, _ in found:
            catalogue.add(sentence, locations=[(f"{folder}/{file}", 0)])
    return catalogue


def as_template(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalogue, sort_output=True, omit_header=True, include_lineno=False, width=120)
    return out.getvalue()


def sentences_in(file: Path) -> set[str]:
    with file.open("rb") as text:
        return {str(message.id) for message in read_po(text) if message.id}


if __name__ == "__main__":
    if "--write" in sys.argv:
        TEMPLATE.write_bytes(as_template(collected()))
    sys.stdout.write(f"{len(collected())} sentences\n")

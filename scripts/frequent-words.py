#!/usr/bin/env python3
"""Count the plain words of English prose, for rules/reading/frequent-words.yml.

  scripts/frequent-words.py FOLDER... > rules/reading/frequent-words.yml

Reads the Markdown files of the folders. A word counts where it stands in small letters; one that stands with a capital
inside sentences more often than without is a name, and is left out. Python 3.9 or later, no packages.
"""

import argparse
import collections
import pathlib
import re
import textwrap

HEAD = """\
# Plain words of English. A capitalised word in the subject of a claim that is neither here nor in any phrase of the packs
# is taken for an invented name: a brand.
# The {count} most frequent words of four letters or more in {words:,} words of prose of the United States government:
# the repositories GSA/plainlanguage.gov and GSA/digitalgov.gov, both in the public domain (CC0 1.0). Counted by
# scripts/frequent-words.py over their Markdown files. As of 2026-11-22.
plain-words:
"""


def prose(text):
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"```.*?```|`[^`]*`|<[^>]*>|\{[{%].*?[%}]\}|https?://\S+|\]\([^)]*\)", " ", text, flags=re.S)
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--most", type=int, default=4500, help="how many words to print")
    args = parser.parse_args()
    small, capital, total = collections.Counter(), collections.Counter(), 0
    for folder in args.folders:
        for path in sorted(pathlib.Path(folder).rglob("*.md")):
            text = prose(path.read_text(encoding="utf-8", errors="replace"))
            for match in re.finditer(r"(?<![\w'’-])[A-Za-z][a-z]+(?![\w'’-])", text):
                word, total = match[0], total + 1
                if word[0].islower():
                    small[word] += 1
                elif re.search(r"[a-z,;] \Z", text[max(0, match.start() - 2) : match.start()]):
                    capital[word.lower()] += 1
    kept = [word for word, count in small.items() if len(word) > 3 and count > capital[word]]
    kept.sort(key=lambda word: (-small[word], word))
    # YAML would read these as something else than words.
    kept = [f'"{word}"' if word in ("null", "true", "false") else word for word in sorted(kept[: args.most])]
    print(HEAD.format(count=len(kept), words=total), end="")
    print("  [" + "\n   ".join(textwrap.wrap(", ".join(kept), 116)) + "]")


if __name__ == "__main__":
    main()

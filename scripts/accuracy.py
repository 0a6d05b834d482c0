#!/usr/bin/env python3
"""Measure fairbalance on labelled text: recall, false alarms, and what every rule adds to either.

  scripts/accuracy.py statements.jsonl                        # recall and false alarms
  scripts/accuracy.py statements.jsonl pages/ --rules         # whole pages as well; a table by rule
  scripts/accuracy.py statements.jsonl --errors errors.jsonl  # the misses and false alarms, each with its cause

A labelled file holds one JSON object a line: `text`, `label` (`violative` or `clean`), and, where they are known,
`source` (the letter or page it stands in) and `register`. A folder holds whole responsible pages, on which every
finding is a false alarm. Python 3.9 or later, no packages. See docs/accuracy.md.
"""
import argparse
import collections
import hashlib
import json
import math
import os
import re
import shlex
import subprocess
import sys
import tempfile

LEVELS = ["note", "warning", "error"]
# A finding over more statements than this speaks of the file, not of a statement.
WIDE = 2
PROVENANCE = re.compile(r"\A<!--.*?-->\s*", re.S)


def main():
    options = arguments()
    rows, pages = load(options.paths, options.group, options.part)
    if not rows and not pages:
        sys.exit("nothing to measure: no labelled row and no page in " + ", ".join(options.paths))
    found = measure_rows(rows, options)
    on_pages = measure_pages(pages, options)
    shown = summary(rows, found, pages, on_pages, options.group)
    for line in shown["lines"]:
        print(line)
    if options.rules:
        rule_table(rows, found, on_pages)
    if options.errors:
        write_errors(rows, found, options.errors)
    sys.exit(1 if below_floor(shown, options) else 0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", help="labelled .jsonl files, and folders of whole responsible pages")
    parser.add_argument("--cmd", default="fairbalance", help="the program, with options that hold for every run")
    parser.add_argument("--batch", type=int, default=20, help="statements of one label to a page; 1 puts each alone")
    parser.add_argument("--level", choices=LEVELS, default="warning", help="the lowest level that counts")
    parser.add_argument("--group", default="source", help="the field that says which rows belong together")
    parser.add_argument("--part", choices=["all", "a", "b"], default="all", help="half of the groups, by their hash")
    parser.add_argument("--rules", action="store_true", help="print a table by rule")
    parser.add_argument("--errors", metavar="FILE", help="write misses and false alarms, as JSON lines")
    parser.add_argument("--min-recall", type=float, metavar="PERCENT", help="exit with 1 below this")
    parser.add_argument("--max-clean", type=float, metavar="PERCENT", help="exit with 1 above this share of clean rows")
    parser.add_argument("--max-per-1000", type=float, metavar="N", help="exit with 1 above this on whole pages")
    return parser.parse_args()


# ── what is measured ──────────────────────────────────────────────────────────────────────────────────────────────


def load(paths, group, part):
    rows, pages = [], []
    for path in paths:
        if os.path.isdir(path):
            names = sorted(name for name in os.listdir(path) if name.endswith((".md", ".html", ".txt")))
            for name in names:
                with open(os.path.join(path, name), encoding="utf-8") as file:
                    pages.append({"name": name, "text": PROVENANCE.sub("", file.read(), count=1)})
            continue
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    row = json.loads(line)
                    if row.get("label") not in ("violative", "clean"):
                        sys.exit(f"{path}:{number}: `label` has to be `violative` or `clean`")
                    row.setdefault("id", f"{os.path.basename(path)}:{number}")
                    rows.append(row)
    rows = [row for row in rows if in_part(str(row.get(group) or row["id"]), part)]
    pages = [page for page in pages if in_part(page["name"], part)]
    return rows, pages


def in_part(name, part):
    """Halves are cut through groups, never through a letter or a page: its sentences resemble one another."""
    even = hashlib.sha256(name.encode()).digest()[0] % 2 == 0
    return part == "all" or even == (part == "a")


# ── running the program ───────────────────────────────────────────────────────────────────────────────────────────


def measure_rows(rows, options):
    """By row: its findings at the level that counts, and why whatever else was found does not count."""
    found = {row["id"]: {"rules": set(), "passed": []} for row in rows}
    files, places = {}, {}
    for label in ("violative", "clean"):
        same = [row for row in rows if row["label"] == label]
        for start in range(0, len(same), max(options.batch, 1)):
            name, text, spans = f"{label}-{start:06d}.md", b"", []
            for row in same[start : start + options.batch]:
                written = re.sub(r"\s+", " ", row["text"]).strip().encode()
                spans.append((len(text), len(text) + len(written), row["id"]))
                text += written + b"\n\n"
            files[name], places[name] = text, spans
    report = run(files, options.cmd)

    def told(entry):
        span, spans = entry.get("span"), places[os.path.basename(entry["path"])]
        hit = [row for start, end, row in spans if span and span["start"] < end and span["end"] > start]
        return hit if len(hit) <= WIDE else []

    for finding in report["findings"]:
        counts = LEVELS.index(finding["level"]) >= LEVELS.index(options.level)
        for row in told(finding):
            if counts:
                found[row]["rules"].add(finding["rule"])
            else:
                found[row]["passed"].append((finding["rule"], "below the level"))
    for excused in report["excused"]:
        for row in told(excused):
            found[row]["passed"] += [(excused["rule"], reason["reason"]) for reason in excused["because"]]
    return found


def measure_pages(pages, options):
    """By page: the rules of its findings at the level that counts."""
    report = run({page["name"]: page["text"].encode() for page in pages}, options.cmd) if pages else {"findings": []}
    on_pages = collections.defaultdict(list)
    for finding in report["findings"]:
        if LEVELS.index(finding["level"]) >= LEVELS.index(options.level):
            on_pages[os.path.basename(finding["path"])].append(finding["rule"])
    return on_pages


def run(files, command):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(text)
        program, *given = shlex.split(command)
        words = [program, "check", *given, "--no-config", "--excused", "--format", "json", folder]
        done = subprocess.run(words, capture_output=True, text=True)
        try:
            report = json.loads(done.stdout)
        except json.JSONDecodeError:
            sys.exit(f"no report from {shlex.join(words)} (exit {done.returncode}):\n{done.stderr[:2000]}")
        if not report["complete"]:
            sys.exit("the report is not complete:\n" + "\n".join(p["message"] for p in report["problems"][:20]))
        return report


# ── figures ───────────────────────────────────────────────────────────────────────────────────────────────────────


def wilson(hits, of, z=1.96):
    """The score interval of a share, 95 %; it holds for small numbers and for shares near 0."""
    if of == 0:
        return float("nan"), 0.0, 1.0
    share = hits / of
    width = 1 + z * z / of
    centre = (share + z * z / (2 * of)) / width
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / width
    return share, max(0.0, centre - half), min(1.0, centre + half)


def percent(hits, of):
    share, low, high = wilson(hits, of)
    return f"{hits:>5}/{of:<5}{100 * share:6.1f} %  [{100 * low:.0f}-{100 * high:.0f}]"


def summary(rows, found, pages, on_pages, group):
    flagged = lambda row: bool(found[row["id"]]["rules"])
    parts = {label: [row for row in rows if row["label"] == label] for label in ("violative", "clean")}
    hits = {label: sum(map(flagged, part)) for label, part in parts.items()}
    lines, shown = [], {"recall": None, "clean": None, "per_1000": None}
    if parts["violative"]:
        shown["recall"] = 100 * hits["violative"] / len(parts["violative"])
        by_group = collections.defaultdict(list)
        for row in parts["violative"]:
            by_group[row.get(group) or row["id"]].append(flagged(row))
        mean = sum(sum(flags) / len(flags) for flags in by_group.values()) / len(by_group)
        lines.append(f"recall                       {percent(hits['violative'], len(parts['violative']))}")
        lines.append(f"  mean over {len(by_group)} groups{100 * mean:>25.1f} %")
    if parts["clean"]:
        shown["clean"] = 100 * hits["clean"] / len(parts["clean"])
        lines.append(f"clean rows flagged           {percent(hits['clean'], len(parts['clean']))}")
        registers = collections.defaultdict(list)
        for row in parts["clean"]:
            if row.get("register"):
                registers[row["register"]].append(row)
        for name, part in sorted(registers.items()):
            lines.append(f"  {name:<27}{percent(sum(map(flagged, part)), len(part))}")
    if pages:
        words = sum(len(page["text"].split()) for page in pages)
        flags = sum(map(len, on_pages.values()))
        shown["per_1000"] = 1000 * flags / words
        lines.append(
            f"whole pages                  {flags} flags in {words} words of {len(pages)} pages: "
            f"{shown['per_1000']:.3f} per 1,000; on {len(on_pages)} pages"
        )
    return {**shown, "lines": lines}


def rule_table(rows, found, on_pages):
    """`alone` counts the rows that no other rule finds: what would be lost with the rule."""
    labels = {row["id"]: row["label"] for row in rows}
    table = collections.defaultdict(collections.Counter)
    for row, result in found.items():
        for rule in result["rules"]:
            table[rule][labels[row]] += 1
            table[rule][f"{labels[row]} alone"] += len(result["rules"]) == 1
    for rules in on_pages.values():
        for rule in rules:
            table[rule]["pages"] += 1
    violative = sum(label == "violative" for label in labels.values())
    clean = len(labels) - violative
    print(f"\n{'rule':<44}{'recall':>28}{'alone':>7}{'clean rows':>28}{'alone':>7}{'pages':>7}")
    order = lambda entry: (-entry[1]["violative"], entry[0])
    for rule, counts in sorted(table.items(), key=order):
        print(
            f"{rule:<44}{percent(counts['violative'], violative):>28}{counts['violative alone']:>7}"
            f"{percent(counts['clean'], clean):>28}{counts['clean alone']:>7}{counts['pages']:>7}"
        )


# ── errors ────────────────────────────────────────────────────────────────────────────────────────────────────────


def write_errors(rows, found, path):
    causes = collections.Counter()
    with open(path, "w", encoding="utf-8") as file:
        for row in rows:
            result = found[row["id"]]
            if bool(result["rules"]) == (row["label"] == "violative"):
                continue
            cause = cause_of_miss(result["passed"]) if row["label"] == "violative" else "false alarm"
            causes[cause] += 1
            told = {"id": row["id"], "label": row["label"], "cause": cause, "rules": sorted(result["rules"])}
            told["passed"] = sorted({f"{rule}: {reason}" for rule, reason in result["passed"]})
            file.write(json.dumps({**told, "text": row["text"]}, ensure_ascii=False) + "\n")
    print()
    for cause, count in causes.most_common():
        print(f"{count:>5}  {cause}")


def cause_of_miss(passed):
    """What a reader of misses asks first: was nothing found, or was it found and let pass?"""
    # Rules about patients' words look at every benefit; that none was quoted says nothing of the miss.
    reasons = [reason for _, reason in passed if reason != "the page itself says it"]
    for part, cause in [
        ("below the level", "a note only"),
        ("excused by", "excused by the rule"),
        ("something on offer", "not taken for an offer"),
        ("medicine in general", "not taken for an offer"),
    ]:
        if any(part in reason for reason in reasons):
            return cause
    if reasons:
        return "read otherwise: denied, asked, a myth, another's words"
    return "a benefit, and nothing that it acts on" if passed else "nothing found"


def below_floor(shown, options):
    failed = []
    for name, value, limit, sign in [
        ("recall", shown["recall"], options.min_recall, 1),
        ("clean rows flagged", shown["clean"], options.max_clean, -1),
        ("flags per 1,000 words", shown["per_1000"], options.max_per_1000, -1),
    ]:
        if limit is not None and (value is None or sign * value < sign * limit):
            failed.append(f"{name}: {'nothing measured' if value is None else round(value, 3)}, wanted {limit}")
    for line in failed:
        print("below the floor: " + line)
    return failed


if __name__ == "__main__":
    main()

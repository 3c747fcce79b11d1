"""Writes what a run found as Markdown: whole beside the run's JSON, and one table of it for the README."""

import glob
import json
import os
import re
import sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
RUNS = f"{ROOT}/tests/bench/runs"
README = f"{ROOT}/README.md"
# The README's part stands between these lines, in the README and in the run's .md alike.
BEGIN, END = "<!-- {} begins -->", "<!-- {} ends -->"

DATELINE = "dateline"
# The README's columns, by the tools' names: the form of their answers, and what they are given.
COLUMNS = {
    "dateline": ("dateline", "files"),
    "recoll": ("recoll", "files"),
    "ripgrep": ("ripgrep, all found, no rank", "files"),
    "SQLite FTS5": ("SQLite FTS5", "ready-made text"),
    "tantivy-cli, a thread a core": ("tantivy-cli, all found, no rank", "ready-made text"),
    "Lucene": ("Lucene", "ready-made text"),
}
QUESTIONS = {
    "word": "a word",
    "and": "two words",
    "phrase": "a phrase",
    "place": "a place",
    "date": "a range of dates",
    "count": "a word, counted by month",
}


def seconds(value):
    return f"{value:.0f} s" if value >= 20 else f"{value:.1f} s" if value >= 2 else f"{value:.2f} s"


def milliseconds(value):
    if value >= 1:
        return seconds(value)
    value *= 1000
    return f"{value:.0f} ms" if value >= 100 else f"{value:.1f} ms"


def megabytes(value):
    return f"{value / 1e6:.0f} MB"


def times(value):
    return f"{value:.2f}"


def row(what, values, form, cannot="cannot"):
    """A row of the README's table; the best is bold."""
    best = min(value for value in values if value is not None)
    cells = [cannot if value is None else f"**{form(value)}**" if form(value) == form(best) else form(value) for value in values]
    return f"| {what} | " + " | ".join(cells) + " |"


def of(figures, key):
    """A figure of a tool's, None where there is none; of quartiles the median."""
    value = figures and figures[key]
    return value[1] if isinstance(value, list) else value


def median(search, form, kind):
    return of(search.get(form, {}).get(kind), "seconds")


def readme(run):
    """The README's table."""
    tools = [name for name in COLUMNS if name in run["versions"]]
    forms = [COLUMNS[name][0] for name in tools]
    given = [COLUMNS[name][1] for name in tools]

    def took(what, key):
        return [of(run[what].get(name), key) for name in tools]

    shares = [index and index / run["text"] for index in took("indexing", "index")]
    lines = [
        f"| {run['stories']:,} stories, {megabytes(run['text'])} | " + " | ".join(name.split(",")[0] for name in tools) + " |",
        "|---|" + "---|" * len(tools),
        "| is given | " + " | ".join(given) + " |",
        row("all stories into an index", took("indexing", "seconds"), seconds, "no index"),
        row("processor time for that", took("indexing", "cpu"), seconds, "no index"),
        row("memory, at most", took("indexing", "memory"), megabytes, "no index"),
        row("index : text", shares, times, "no index"),
        row(f"{run['new']:,} stories more", took("adding", "seconds"), seconds, "no index"),
        row("again, with nothing new", took("nothing_new", "seconds"), seconds, "cannot tell"),
    ]
    for kind, what in QUESTIONS.items():
        lines.append(row(what, [median(run["search"], form, kind) for form in forms], milliseconds))
    if run["cold"]:
        cold = run["cold"]["search"]
        lines.append(row("a word, nothing cached", [median(cold, form, "word") for form in forms], milliseconds))
    return "\n".join([*lines, "", taken(run)])


def taken(run):
    """When and on what a run was taken, and whether it had the machine for itself."""
    machine = run["machine"]
    versions = ", ".join(run["versions"][name] for name in COLUMNS if name in run["versions"])
    said = f"{run['date']}, {machine['cores']} cores ({machine['processor']}), Linux {machine['kernel']}; {versions}."
    if machine["load_before"] > 1:
        said += (
            f" The machine was busy with other work (load {machine['load_before']}), which slows those most that use all"
            " cores: compare the processor time."
        )
    return said


def ratio(value, to):
    return f"{value / to:.2f}" if value is not None and to else ""


def indexing(title, figures, text=None):
    """A table of what indexing took, with ratios to dateline."""
    lines = [f"\n## {title}\n"]
    lines.append("| | median | quartiles | : dateline | processor | memory | index | : text | runs |")
    lines.append("|---|---|---|---|---|---|---|---|---|")
    own = figures[DATELINE]["seconds"][1]
    for name, one in figures.items():
        low, middle, high = one["seconds"]
        index = one.get("index")
        kept = (megabytes(index), times(index / text)) if index and text else ("", "")
        lines.append(
            f"| {name} | {middle:.2f} s | {low:.2f} to {high:.2f} | {ratio(middle, own)} | {one['cpu']:.2f} s"
            f" | {megabytes(one['memory'])} | {kept[0]} | {kept[1]} | {one['runs']} |"
        )
    return lines


def searching(title, search):
    """Two tables of what searches took: milliseconds with quartiles, and ratios to dateline."""
    kinds = list(QUESTIONS)
    head = ["| | " + " | ".join(QUESTIONS.values()) + " |", "|---|" + "---|" * len(kinds)]
    lines, ratios = [f"\n## {title}\n", *head], ["", *head]
    for form, by in search.items():
        cells, beside = [], []
        for kind in kinds:
            one = by.get(kind)
            low, middle, high = (1000 * value for value in one["seconds"]) if one else (None, None, None)
            cells.append(f"{middle:.1f} ({low:.1f} to {high:.1f})" if one else "cannot")
            beside.append(ratio(middle / 1000 if one else None, median(search, DATELINE, kind)))
        lines.append(f"| {form}, ms | " + " | ".join(cells) + " |")
        ratios.append(f"| {form} : dateline | " + " | ".join(beside) + " |")
    return lines + ratios


def between(name, part):
    """The part with its marks. The lines of the marks are comments: no page shows them."""
    return f"{BEGIN.format(name)}\n{part}\n{END.format(name)}"


def markdown(run):
    """The whole .md of a run."""
    machine = run["machine"]
    lines = [
        f"# dateline beside other tools: {run['name']}, {run['date']}" + (", a quick run" if run["quick"] else ""),
        "",
        f"{machine['cores']} cores ({machine['processor']}), {machine['memory'] / 1e9:.0f} GB, Linux {machine['kernel']};"
        f" load when it began {machine['load_before']}, when it ended {machine['load_after']}. dateline's commit: {run['commit']}.",
        f"{run['stories']:,} stories, {megabytes(run['text'])} in files; questions drawn with seed {run['seed']}.",
        "",
        between("peers", readme(run)),
        "",
        "| tool | version | was given |",
        "|---|---|---|",
        *(f"| {name} | {version} | {run['given'][name]} |" for name, version in run["versions"].items()),
        *(f"\nSkipped: {what}" for what in run["skipped"]),
        *indexing("All stories into an empty index", run["indexing"], run["text"]),
        *indexing(f"The newest {run['new']:,} stories to an index of the others", run["adding"]),
        *indexing("The same again, with nothing new", run["nothing_new"]),
        *searching("Searches, files cached", run["search"]),
    ]
    if run["cold"]:
        lines += searching("Searches, nothing cached", run["cold"]["search"])
        lines += indexing("All stories into an empty index, nothing cached", run["cold"]["indexing"], run["text"])
    lines += ["", "## Questions", "", "| kind | band | |", "|---|---|---|"]
    for one in run["questions"]:
        asked = " ".join(one.get("words", [])) or one.get("place") or f"{one['from']} to {one['to']}"
        lines.append(f"| {one['kind']} | {one['band']} | {asked} |")
    return "\n".join(lines) + "\n"


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def text_of(path):
    """The .md that belongs to a run's JSON. A run of another bench has written its .md itself."""
    if path.endswith(".md") and not os.path.exists(path.removesuffix(".md") + ".json"):
        with open(path, encoding="utf-8") as file:
            return file.read()
    path = path.removesuffix(".md").removesuffix(".json") + ".json"
    if path.endswith("-growth.json"):
        import growth

        return growth.markdown(load(path))
    return markdown(load(path))


def write(path, readme=False):
    """Writes the .md of a run (and its plot), and the README's part where asked; returns the .md."""
    text, plain = text_of(path), path.removesuffix(".md").removesuffix(".json")
    if plain.endswith("-growth"):
        import growth

        with open(f"{plain}.svg", "w", encoding="utf-8") as file:
            file.write(growth.drawn(load(f"{plain}.json")))
    with open(f"{plain}.md", "w", encoding="utf-8") as file:
        file.write(text)
    if readme:
        if not (found := marked(text)):
            sys.exit(f"{path} has no part for the README, between <!-- NAME begins --> and <!-- NAME ends -->")
        name, part = found
        with open(README, encoding="utf-8") as file:
            whole = file.read()
        pattern = re.escape(BEGIN.format(name)) + r"\n.*?" + re.escape(END.format(name))
        if not re.search(pattern, whole, re.S):
            sys.exit(f"README.md has no line {BEGIN.format(name)}")
        with open(README, "w", encoding="utf-8") as file:
            file.write(re.sub(pattern, lambda _: part, whole, flags=re.S))
    return text


def marked(text):
    """The name and the whole of the part of a text that is meant for the README, None where there is none."""
    found = re.search(r"<!-- (\w+) begins -->\n.*?<!-- \1 ends -->", text, re.S)
    return found and (found[1], found[0])


def check():
    """Ends with 1 where an .md is not what its JSON gives, or the README not what the newest run gives."""
    wrong, newest = [], {}
    for path in sorted(glob.glob(f"{RUNS}/*-peers-*.json") + glob.glob(f"{RUNS}/*-growth.json")):
        text, own = text_of(path), path.removesuffix(".json") + ".md"
        if not os.path.exists(own):
            wrong.append(f"{path} has no .md; write it with --table")
            continue
        with open(own, encoding="utf-8") as file:
            if file.read() != text:
                wrong.append(f"{path}: its .md says something else; write it anew with --table")
        name, part = marked(text)
        newest[name] = part, path
    with open(README, encoding="utf-8") as file:
        whole = file.read()
    for name, (part, path) in newest.items():
        if part not in whole:
            wrong.append(f"README.md does not show what {path} says; write it anew with --table")
    print("\n".join(wrong) or "the README and each .md say what the runs say")
    sys.exit(bool(wrong))

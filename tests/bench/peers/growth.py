"""Shows how indexing and searching grow with the number of stories.

    cargo binary && tests/bench/growth

Generates 10,000 to 1,000,000 stories, indexes and searches each set, and writes tests/bench/runs/DATE-growth.json, with
an .md and a plot beside it. A million stories need 8 GB of disk, freed at the end, and some 20 minutes.
"""

import argparse
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile

import plot
import tables
from bench import KINDS, NOTHING, Bench, say
from measure import figures, machine, quartiles, run, size
from tools import ROOT, Dateline

SIZES = [10_000, 31_623, 100_000, 316_228, 1_000_000]
# So many stories are added to each set.
MORE = 1_000


def generated(count, seed, folder):
    """Makes so many stories."""
    made = ["cargo", "bench", "--quiet", "--bench", "generate", "--", str(count), str(seed), folder]
    subprocess.run(made, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def taken(source, start, count, folder):
    """Links so many files of a folder instead, from one on."""
    paths = sorted(os.path.join(at, name) for at, _, names in os.walk(source) for name in names)
    if start + count > len(paths):
        return False
    for path in paths[start : start + count]:
        own = os.path.join(folder, os.path.relpath(path, source))
        os.makedirs(os.path.dirname(own), exist_ok=True)
        os.link(path, own)
    return True


def printed(command):
    """What a command prints."""
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False).stdout


def measured(tool, work, count, folder, more, questions):
    """Everything of one set of stories."""
    archive = f"{work}/archive"
    index = []
    for _ in range(3 if count <= 40_000 else 1):
        tool.fresh(archive)
        os.sync()
        index.append(run(tool.index(archive, folder)))
        say(f"  {count:,}: indexed in {index[-1].wall:.1f} s, {index[-1].memory >> 20} MiB")
    bench = Bench(folder, work, [tool], False)
    bench.asked = questions
    forms = [(tool, tool.first(), archive)]
    bench.answers(forms)
    search = bench.by_kind(bench.searching(forms, 15, range(len(questions))))
    kept = size(archive)
    os.sync()
    added = run(tool.index(archive, more))
    os.sync()
    nothing = run(tool.index(archive, folder))
    say(f"  {count:,}: {MORE:,} more in {added.wall:.2f} s; nothing new {nothing.wall:.2f} s")
    return {
        "stories": count,
        "text": size(folder),
        "archive": kept,
        "indexing": figures(index),
        "search": search[tool.name],
        "process": search[NOTHING],
        "adding": figures([added]),
        "nothing_new": figures([nothing]),
    }


def grow(given, work):
    tool = Dateline(given.program)
    commit = ["git", "-C", ROOT, "describe", "--always", "--dirty"]
    result = {
        "date": datetime.date.today().isoformat(),
        "stories_of": given.folder and os.path.basename(os.path.abspath(given.folder)),
        "seed": given.seed,
        "machine": machine(),
        "commit": printed(commit).strip(),
        "version": tool.version(),
        "rows": [],
    }
    for count in SIZES:
        folder, more = f"{work}/stories", f"{work}/more"
        if count > given.most:
            continue
        say(f"{count:,} stories")
        if given.folder:
            if not (taken(given.folder, 0, count, folder) and taken(given.folder, count, MORE, more)):
                say(f"!!! SKIPPED: {given.folder} holds fewer than {count + MORE:,} files")
                shutil.rmtree(folder, ignore_errors=True)
                continue
        else:
            generated(count, given.seed, folder)
            generated(MORE, given.seed + 1, more)
        if not os.path.exists(f"{work}/questions.json"):
            # Drawn once, from the smallest set: all sizes are asked the same.
            script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "stories.py")
            subprocess.run([sys.executable, script, given.program, folder, work, str(given.seed), "2"], check=True)
            with open(f"{work}/questions.json", encoding="utf-8") as file:
                result["questions"] = json.load(file)["questions"]
        result["rows"].append(measured(tool, work, count, folder, more, result["questions"]))
        shutil.rmtree(folder)
        shutil.rmtree(more)
    result["machine"]["load_after"] = round(os.getloadavg()[0], 2)
    return result


def per_thousand(row):
    return 1000 * row["indexing"]["seconds"][1] / row["stories"]


def milliseconds(row, kind):
    return 1000 * row["search"][kind]["seconds"][1]


def sentence(rows):
    """What the plot says."""
    first, last = rows[0], rows[-1]
    slower = per_thousand(last) / per_thousand(first)
    search = [quartiles([milliseconds(row, kind) for kind in KINDS])[1] for row in (first, last)]
    return (
        f"From {first['stories']:,} to {last['stories']:,} stories, indexing takes {slower:.2f} times as long per story,"
        f" and a search, as a whole process, {search[0]:.0f} ms at first and {search[1]:.0f} ms at last (the median of six"
        f" kinds of question); memory while indexing is {last['indexing']['memory'] / 1e6:.0f} MB at most."
    )


def drawn(run):
    """The plot."""
    rows = run["rows"]
    panels = [
        ("Indexing: seconds per 1,000 stories", [("", [per_thousand(row) for row in rows])]),
        ("Searches, as whole processes: milliseconds", [(what, [milliseconds(row, kind) for row in rows]) for kind, what in SHORT.items()]),
        ("Memory while indexing: MB at most", [("", [row["indexing"]["memory"] / 1e6 for row in rows])]),
        ("Adding 1,000 stories later: seconds", [("", [row["adding"]["seconds"][1] for row in rows])]),
    ]
    return plot.svg(sentence(rows), panels, [row["stories"] for row in rows])


SHORT = {"word": "word", "and": "two words", "phrase": "phrase", "place": "place", "date": "dates", "count": "by month"}


def markdown(run):
    """The .md of a run, with the README's part."""
    rows, date, machine = run["rows"], run["date"], run["machine"]
    plot_of = f"{date}-growth.svg"
    said = sentence(rows)
    part = f"![How indexing and searching grow with the number of stories](tests/bench/runs/{plot_of})\n\n{said}"
    of = f"stories of `{run['stories_of']}`" if run["stories_of"] else "generated stories"
    lines = [
        f"# From {rows[0]['stories']:,} to {rows[-1]['stories']:,} stories, {date}",
        "",
        f"{machine['cores']} cores ({machine['processor']}), {machine['memory'] / 1e9:.0f} GB, Linux {machine['kernel']};"
        f" load when it began {machine['load_before']}, when it ended {machine['load_after']}."
        f" {run['version']}, commit {run['commit']}; {of}, seed {run['seed']}.",
        "",
        # The README's part, whose picture is named from there.
        tables.between("growth", part),
        "",
        f"![the plot]({plot_of})",
        "",
        "| stories | text | indexing | a 1,000 | memory | archive | : text | 1,000 more | nothing new |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        lines.append(
            f"| {row['stories']:,} | {tables.megabytes(row['text'])} | {row['indexing']['seconds'][1]:.1f} s"
            f" | {per_thousand(row):.3f} s | {tables.megabytes(row['indexing']['memory'])} | {tables.megabytes(row['archive'])}"
            f" | {row['archive'] / row['text']:.2f} | {row['adding']['seconds'][1]:.2f} s | {row['nothing_new']['seconds'][1]:.2f} s |"
        )
    lines += ["", "| ms | " + " | ".join(SHORT.values()) + " |", "|---|" + "---|" * len(SHORT)]
    for row in rows:
        lines.append(f"| {row['stories']:,} | " + " | ".join(f"{milliseconds(row, kind):.1f}" for kind in SHORT) + " |")
    return "\n".join(lines) + "\n"


def main():
    default = f"{os.environ.get('CARGO_TARGET_DIR', ROOT + '/target')}/release/dateline"
    parser = argparse.ArgumentParser(prog="tests/bench/growth", description="How indexing and searching grow.")
    parser.add_argument("--most", type=int, default=SIZES[-1], help="no set of more stories (%(default)s)")
    parser.add_argument("--folder", help="take the stories of this folder, instead of generated ones")
    parser.add_argument("--program", default=default, help="the dateline that is measured (%(default)s)")
    parser.add_argument("--work", help="where stories and archives are written (a temporary folder)")
    parser.add_argument("--seed", type=int, default=1, help="stories and questions are made by it (%(default)s)")
    parser.add_argument("--out", default=tables.RUNS, help="where results are written (%(default)s)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.work) as work:
        # Making the stories compiles, which puts the ordinary program in its place.
        given.program = shutil.copy(given.program, f"{work}/dateline")
        result = grow(given, work)
    path = f"{given.out}/{result['date']}-growth.json"
    os.makedirs(given.out, exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(result, file, ensure_ascii=False, indent=1)
        file.write("\n")
    print(tables.write(path))
    say(path)


if __name__ == "__main__":
    main()

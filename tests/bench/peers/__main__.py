"""Runs dateline beside the tools that people use today, on the same stories in the same run.

    cargo binary && python3 tests/bench/peers FOLDER

Prints what it does, and writes tests/bench/runs/DATE-peers-NAME.json with an .md beside it. Tools that are missing are
fetched from where they are published, or passed over with a loud line that says what to install.
"""

import argparse
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile

import tables
from bench import NOTHING, Bench, say
from measure import drop_caches, machine, size
from tools import ROOT, Dateline, Fts5, Lucene, Missing, Recoll, Ripgrep, TantivyCli


def available(program, quick):
    """The tools of this machine, dateline first, and what is to be done to have the others."""
    tools, skipped = [], []
    cores = max(os.cpu_count(), 2)
    makes = [lambda: Dateline(program), Fts5, TantivyCli, lambda: TantivyCli(cores), Lucene, Recoll, Ripgrep]
    for make in makes:
        if quick and make is Recoll:
            continue
        try:
            tools.append(make())
        except Missing as missing:
            say(f"\n!!! SKIPPED: {missing}\n")
            skipped.append(str(missing))
    if not tools or not isinstance(tools[0], Dateline):
        sys.exit("nothing to compare without dateline")
    return tools, skipped


def compare(given, work):
    """Everything, in order; the result is what is written as JSON."""
    folder = os.path.abspath(given.folder)
    tools, skipped = available(given.program, given.quick)
    # As they would be installed: a file that a linker wrote here and there is mapped in smaller pieces than one that was
    # written from its beginning to its end, which is half a millisecond of every start.
    for tool in tools:
        if tool.built:
            tool.program = shutil.copy(tool.program, f"{work}/{tool.file}-program")
    bench = Bench(folder, work, tools, given.quick)
    commit = ["git", "-C", ROOT, "describe", "--always", "--dirty"]
    result = {
        "date": datetime.date.today().isoformat(),
        "name": given.name or os.path.basename(folder),
        "quick": given.quick,
        "seed": given.seed,
        "machine": machine(),
        "commit": subprocess.run(commit, stdout=subprocess.PIPE, text=True, check=False).stdout.strip(),
        "versions": {tool.name: tool.version() for tool in tools},
        "given": {tool.name: tool.given for tool in tools},
        "skipped": skipped,
        "text": size(folder),
    }
    bench.prepare(given.program, given.seed)
    result |= {"stories": bench.drawn["stories"], "new": bench.drawn["new"], "questions": bench.asked}
    result["indexing"] = bench.indexing()
    result["adding"], result["nothing_new"] = bench.adding()
    for tool in tools:
        if isinstance(tool, Recoll):
            bench.recoll(tool, result)
    forms = bench.forms()
    result["answers"] = bench.answers(forms)
    say("searching")
    every = range(len(bench.asked))
    result["search"] = bench.by_kind(bench.searching(forms, 3 if given.quick else 15, every))
    # Nothing cached: only root can bring that about, and it disturbs whatever else runs.
    result["cold"] = None
    if given.warm:
        say("!!! SKIPPED: searches with nothing cached, as --warm says")
    elif not drop_caches():
        say("!!! SKIPPED: searches with nothing cached: only root can empty the file cache")
    else:
        say("searching with nothing cached")
        some = [which for which in every if bench.asked[which]["band"] == "middling"][:6]
        cold = [form for form in forms if form[1] == form[0].first()]
        taken = bench.searching(cold, 1 if given.quick else 3, some, drop_caches)
        taken.pop(NOTHING)
        result["cold"] = {"search": bench.by_kind(taken), "indexing": bench.indexing(cold=True)}
    result["machine"]["load_after"] = round(os.getloadavg()[0], 2)
    return result


def main():
    default = f"{os.environ.get('CARGO_TARGET_DIR', ROOT + '/target')}/release/dateline"
    parser = argparse.ArgumentParser(prog="tests/bench/peers", description="Runs dateline beside other tools.")
    parser.add_argument("folder", nargs="?", help="stories, a file each, 4,000 or more")
    parser.add_argument("--quick", action="store_true", help="few questions and repetitions, without recoll")
    parser.add_argument("--warm", action="store_true", help="nothing with an empty file cache")
    parser.add_argument("--program", default=default, help="the dateline that is measured (%(default)s)")
    parser.add_argument("--work", help="a folder for what is written: some 20 times the text (a temporary one)")
    parser.add_argument("--name", help="what the results are called (the folder's name)")
    parser.add_argument("--seed", type=int, default=1, help="questions are drawn by it (%(default)s)")
    parser.add_argument("--out", help="where results are written (tests/bench/runs; of --quick nowhere)")
    parser.add_argument("--table", metavar="RUN", help="write the README's part from this run of runs/, and its .md from its .json")
    parser.add_argument("--check", action="store_true", help="do the README and each .md say what their runs say?")
    given = parser.parse_args()
    if given.table:
        tables.write(given.table, readme=True)
    elif given.check:
        tables.check()
    elif given.folder:
        with tempfile.TemporaryDirectory(dir=given.work) as work:
            result = compare(given, work)
        print(tables.markdown(result))
        out = given.out or (None if given.quick else tables.RUNS)
        if out:
            os.makedirs(out, exist_ok=True)
            path = f"{out}/{result['date']}-peers-{result['name']}.json"
            with open(path, "w", encoding="utf-8") as file:
                json.dump(result, file, ensure_ascii=False, indent=1)
                file.write("\n")
            tables.write(path)
            say(path)
    else:
        parser.error("the folder of stories is missing")


if __name__ == "__main__":
    main()

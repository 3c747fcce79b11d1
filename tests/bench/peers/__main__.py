"""Runs dateline beside the tools that people use today, on the same stories in the same run.

    python3 tests/bench/peers FOLDER               everything: about 15 minutes for 31,000 stories
    python3 tests/bench/peers FOLDER --quick       fewer questions and repetitions, without recoll
    python3 tests/bench/peers --table RUN.json     writes the README's table, and the run's .md, from a run
    python3 tests/bench/peers --check              do the README and every .md say what their runs say?

Results are written to tests/bench/runs. Tools that are missing are fetched from where they are published, or passed
over with a line that says what to install.
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
from measure import drop_caches, machine, quartiles, run, size
from tools import ROOT, Dateline, Fts5, Lucene, Missing, Recoll, Ripgrep, TantivyCli, empty

RUNS = f"{ROOT}/tests/bench/runs"


def say(*what):
    print(*what, file=sys.stderr, flush=True)


def available(program):
    """The tools of this machine, dateline first."""
    tools, skipped = [Dateline(program)], []
    makes = [
        Fts5,
        lambda: TantivyCli(1),
        lambda: TantivyCli(2),
        Lucene,
        Recoll,
        Ripgrep,
    ]
    for make in makes:
        try:
            tools.append(make())
        except Missing as missing:
            say(f"\n!!! SKIPPED: {missing}\n")
            skipped.append(str(missing))
    return tools, skipped


def figures(runs):
    """Of some runs of one kind: quartiles of wall, medians of what else they took."""
    median = lambda values: quartiles(list(values))[1]
    return {
        "seconds": [round(value, 4) for value in quartiles([one.wall for one in runs])],
        "cpu": round(median(one.cpu for one in runs), 4),
        "memory": max(one.memory for one in runs),
        "runs": len(runs),
    }


class Bench:
    def __init__(self, folder, program, work, quick):
        self.folder, self.work, self.quick = os.path.abspath(folder), work, quick
        self.tools, self.skipped = available(program)
        self.repeats = 1 if quick else 5
        self.program = program

    def prepare(self, seed):
        say("making ready what is handed over")
        script = os.path.join(os.path.dirname(__file__), "stories.py")
        each = "1" if self.quick else "2"
        subprocess.run([sys.executable, script, self.program, self.folder, self.work, str(seed), each], check=True)
        with open(f"{self.work}/questions.json", encoding="utf-8") as file:
            self.drawn = json.load(file)

    def source(self, tool, part):
        """What a tool is handed of all stories, of the base or of the new."""
        suffix = "jsonl" if isinstance(tool, TantivyCli) else "columns"
        return f"{self.work}/{part}.{suffix}"

    def timed(self, tool, command):
        os.sync()
        took = run(command)
        if took.code not in (0, 3):
            raise SystemExit(f"{tool.name} failed ({took.code}): {' '.join(command)}")
        return took

    def indexing(self, cold=False):
        """All stories into a new index, in turn."""
        tools = [tool for tool in self.tools if not isinstance(tool, (Recoll, Ripgrep))]
        taken, sizes = {tool.name: [] for tool in tools}, {}
        for number in range(1 if cold else self.repeats):
            for tool in tools:
                index = f"{self.work}/index"
                if isinstance(tool, Dateline):
                    shutil.rmtree(index, ignore_errors=True)
                    command = tool.index(index, self.folder)
                else:
                    tool.new(index)
                    command = tool.index(index, self.source(tool, "all"))
                if cold and not drop_caches():
                    return None
                taken[tool.name].append(self.timed(tool, command))
                sizes[tool.name] = size(index)
                say(f"  indexing {'cold ' if cold else ''}{number + 1}: {tool.name} {taken[tool.name][-1].wall:.2f} s")
                if isinstance(tool, Dateline) and not os.path.exists(f"{self.work}/searched/dateline"):
                    os.makedirs(f"{self.work}/searched", exist_ok=True)
                    shutil.move(index, f"{self.work}/searched/dateline")
        return {name: figures(runs) | {"index": sizes[name]} for name, runs in taken.items()}

    def searched(self):
        """The indexes that are searched, by tool."""
        found = {}
        for tool in self.tools:
            if isinstance(tool, Dateline):
                found[tool.name] = f"{self.work}/searched/dateline"
            elif isinstance(tool, Ripgrep):
                found[tool.name] = self.folder
            elif tool.forms and not isinstance(tool, Recoll):
                found[tool.name] = f"{self.work}/searched/{tool.name.split()[0]}"
                tool.with_headers(found[tool.name], self.work)
        return found

    def searches(self, indexes):
        forms = [(tool, form) for tool in self.tools if tool.name in indexes for form in tool.forms]
        taken = {}
        rounds = 3 if self.quick else 15
        for number in range(rounds):
            for which, question in enumerate(self.drawn["questions"]):
                for tool, form in forms:
                    slow = isinstance(tool, (Lucene, Ripgrep))
                    if slow and number >= (1 if self.quick else 5):
                        continue
                    command = tool.ask(indexes[tool.name], question, form)
                    if command:
                        taken.setdefault(form, {}).setdefault(which, []).append(run(command).wall)
                taken.setdefault("nothing", {}).setdefault(which, []).append(run(["/bin/true"]).wall)
        for form, by in taken.items():
            line = []
            for kind in ["word", "and", "phrase", "place", "date", "count"]:
                own = [quartiles(by[w])[1] for w in by if self.drawn["questions"][w]["kind"] == kind]
                line.append(f"{kind} {1000 * quartiles(own)[1]:.1f}" if own else f"{kind} cannot")
            say(f"  {form}: " + ", ".join(line))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder")
    arguments.add_argument("--program", default=f"{os.environ.get('CARGO_TARGET_DIR', ROOT + '/target')}/release/dateline")
    arguments.add_argument("--work")
    arguments.add_argument("--quick", action="store_true")
    given = arguments.parse_args()
    bench = Bench(given.folder, given.program, given.work, given.quick)
    for tool in bench.tools: say(tool.version())
    bench.prepare(1)
    print(json.dumps(bench.indexing(), indent=1))
    bench.searches(bench.searched())

main()

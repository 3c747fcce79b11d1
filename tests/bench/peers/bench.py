"""One run of the comparison: what is done with the tools, and in which order."""

import json
import os
import shutil
import subprocess
import sys

from measure import drop_caches, figures, quartiles, run, size
from tools import Dateline, Recoll, Ripgrep

KINDS = ["word", "and", "phrase", "place", "date", "count"]
NOTHING = "nothing"


def say(*what):
    print(*what, file=sys.stderr, flush=True)


class Bench:
    """One run: the folder of stories, the tools, and a folder for all that they write."""

    def __init__(self, folder, work, tools, quick):
        self.folder, self.work, self.tools, self.quick = folder, work, tools, quick
        self.repeats = 1 if quick else 5
        self.indexes = f"{work}/indexes"
        os.makedirs(self.indexes, exist_ok=True)

    def prepare(self, program, seed):
        """Makes ready what is handed over, draws the questions, and lays a tree of links without the new stories."""
        say("making ready what is handed over")
        script = os.path.join(os.path.dirname(__file__), "stories.py")
        each = "1" if self.quick else "2"
        subprocess.run([sys.executable, script, program, self.folder, self.work, str(seed), each], check=True)
        with open(f"{self.work}/questions.json", encoding="utf-8") as file:
            self.drawn = json.load(file)
        self.asked = self.drawn["questions"]
        self.tree = f"{self.work}/tree"
        with open(f"{self.work}/new.paths", encoding="utf-8") as file:
            self.new = [os.path.relpath(line.rstrip("\n"), self.folder) for line in file]
        new = set(self.new)
        for at, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.relpath(os.path.join(at, name), self.folder)
                if path not in new:
                    self.link(path)

    def link(self, path):
        """Puts a file of the folder into the tree. Its name ends in .txt there: recoll reads no other as text."""
        own = f"{self.tree}/{path}.txt"
        os.makedirs(os.path.dirname(own), exist_ok=True)
        try:
            os.link(f"{self.folder}/{path}", own)
        except OSError:
            shutil.copyfile(f"{self.folder}/{path}", own)

    def those(self, *but):
        return [tool for tool in self.tools if not isinstance(tool, but)]

    def timed(self, what, tool, command):
        """Runs a command once what was written before is on the disk."""
        os.sync()
        took = run(command)
        # 3: some of the files hold no story.
        if took.code not in (0, 3):
            sys.exit(f"{tool.name} failed with {took.code}: {' '.join(command)}")
        say(f"  {what}: {tool.name} {took.wall:.2f} s, {took.cpu:.2f} s of the processor, {took.memory >> 20} MiB")
        return took

    def indexing(self, cold=False):
        """All stories into a new index, the tools in turn; how large the index is. recoll comes once, at the end."""
        taken, sizes = {}, {}
        for number in range(1 if cold else self.repeats):
            for tool in self.those(Recoll, Ripgrep):
                index = tool.fresh(f"{self.indexes}/{tool.file}")
                if cold:
                    drop_caches()
                what = "indexing with nothing cached" if cold else f"indexing {number + 1}"
                taken.setdefault(tool.name, []).append(
                    self.timed(what, tool, tool.index(index, tool.part(self.work, "all") or self.folder))
                )
                sizes[tool.name] = size(index)
        return {name: figures(runs) | {"index": sizes[name]} for name, runs in taken.items()}

    def adding(self):
        """The newest 1,000 stories to an index of all others; then once more, with nothing new."""
        added, nothing = {}, {}
        tools = self.those(Recoll, Ripgrep)
        for tool in tools:
            index = tool.fresh(f"{self.indexes}/base-{tool.file}")
            run(tool.index(index, tool.part(self.work, "base") or self.tree))
        for path in self.new:
            self.link(path)
        for number in range(self.repeats):
            for tool in tools:
                index = f"{self.indexes}/added"
                shutil.rmtree(index, ignore_errors=True)
                shutil.copytree(f"{self.indexes}/base-{tool.file}", index)
                command = tool.index(index, tool.part(self.work, "new") or self.tree)
                added.setdefault(tool.name, []).append(self.timed(f"adding {number + 1}", tool, command))
                if isinstance(tool, Dateline):
                    took = self.timed(f"nothing new {number + 1}", tool, command)
                    nothing.setdefault(tool.name, []).append(took)
        for tool in tools:
            shutil.rmtree(f"{self.indexes}/base-{tool.file}")
        shutil.rmtree(index)
        return {name: figures(runs) for name, runs in added.items()}, {name: figures(runs) for name, runs in nothing.items()}

    def recoll(self, tool, result):
        """recoll takes minutes: all stories once, then without the newest, with them again, and with nothing new."""
        index = tool.fresh(f"{self.indexes}/{tool.file}")
        tool.configure(index, self.tree)
        command = tool.index(index, self.tree)
        took = self.timed("indexing", tool, command)
        result["indexing"][tool.name] = figures([took]) | {"index": size(index)}
        for path in self.new:
            os.remove(f"{self.tree}/{path}.txt")
        self.timed("without the newest", tool, command)
        for path in self.new:
            self.link(path)
        result["adding"][tool.name] = figures([self.timed("adding", tool, command)])
        result["nothing_new"][tool.name] = figures([self.timed("nothing new", tool, command)])

    def forms(self):
        """What is asked, each in turn: a tool, the form of its answer, and where it looks."""
        found = []
        for tool in self.tools:
            index = self.folder if isinstance(tool, Ripgrep) else f"{self.indexes}/{tool.file}"
            if tool.forms and not isinstance(tool, (Dateline, Recoll, Ripgrep)):
                tool.with_headers(index, self.work)
            found.extend((tool, form, index) for form in tool.forms)
        return found

    def answers(self, forms):
        """How many lines each tool answers each question with: none is worth a look."""
        lines, file = {}, f"{self.work}/answer"
        for tool, form, index in forms:
            for question in self.asked:
                command = tool.ask(index, question, form)
                if command is None:
                    lines.setdefault(form, []).append(None)
                    continue
                run(command, file)
                with open(file, "rb") as answer:
                    count = sum(chunk.count(b"\n") for chunk in iter(lambda: answer.read(1 << 16), b""))
                lines.setdefault(form, []).append(count)
                if not count:
                    say(f"  {form} finds nothing for {question}")
        return lines

    def searching(self, forms, rounds, questions, before=lambda: None):
        """Each question to each tool in turn, every time as a process of its own: runs by form and question.

        Among them one that does nothing, which is what starting and ending a process takes.
        """
        taken = {form: {} for _, form, _ in forms}
        taken[NOTHING] = {}
        for number in range(rounds):
            for which in questions:
                for tool, form, index in forms:
                    command = tool.ask(index, self.asked[which], form)
                    if command and number < tool.most:
                        before()
                        taken[form].setdefault(which, []).append(run(command))
                taken[NOTHING].setdefault(which, []).append(run(["/bin/true"]))
        return taken

    def by_kind(self, taken):
        """Figures by form and kind; None where a tool cannot."""
        found = {}
        for form, runs in taken.items():
            for kind in KINDS:
                own = [runs[which] for which in runs if self.asked[which]["kind"] == kind]
                all = [one for some in own for one in some]
                medians = [round(quartiles([one.wall for one in some])[1], 5) for some in own]
                found.setdefault(form, {})[kind] = figures(all) | {"questions": medians} if own else None
        return found

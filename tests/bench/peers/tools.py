"""The tools that are compared: how each is made ready, indexes, and is asked.

A tool says with `Missing` what to install where it cannot be had. Its commands are lists for posix_spawn.
"""

import json
import os
import re
import shutil
import subprocess

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
CACHE = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
TANTIVY_CLI = "0.24.0"
TOP = 20


class Missing(Exception):
    """A tool is not on this machine; the message says what to do."""


def output(*command, both=False):
    """What a command prints."""
    stderr = subprocess.STDOUT if both else subprocess.DEVNULL
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=stderr, text=True, check=False).stdout


def need(program, install):
    if not shutil.which(program):
        raise Missing(f"{program} is not on this machine: {install}")
    return program


class Tool:
    """What all tools have."""

    # How it is called; the folder of its index; the forms of its answers, the plainest first.
    name = file = ""
    forms = {}
    # Whether its program was built on this machine.
    built = False
    # So many times at most a question is asked: fewer where starting takes long.
    most = 1000

    def fresh(self, index):
        """An empty folder for an index."""
        shutil.rmtree(index, ignore_errors=True)
        os.makedirs(index)
        return index

    def part(self, work, name):
        """What was made ready of all stories (`all`), of the older (`base`) or of the `new`; None: it reads files."""
        return None

    def first(self):
        return next(iter(self.forms), None)


class Dateline(Tool):
    """Reads the files: walks, decodes, understands headers, links versions, and keeps every word and paragraph."""

    name = file = "dateline"
    built = True
    given = "the files"
    forms = {"dateline": ["--format", "paths"], "dateline, with fragments": []}

    def fresh(self, index):
        shutil.rmtree(index, ignore_errors=True)
        return index

    def __init__(self, program):
        if not os.path.exists(program):
            raise Missing(f"{program} is not there: cargo binary")
        self.program = program

    def version(self):
        return output(self.program, "--version").strip()

    def index(self, archive, folder):
        return [self.program, "--index", archive, "index", "--quiet", folder]

    def ask(self, archive, question, form):
        at = [self.program, "--index", archive]
        words = question.get("words")
        match question["kind"]:
            case "word" | "and":
                asked = words
            case "phrase":
                asked = [f'"{" ".join(words)}"']
            case "place":
                asked = [f'place:"{question["place"]}"']
            case "date":
                asked = [f"date:{question['from']}..{question['to']}"]
            case "count":
                return [*at, "count", words[0], "--by", "month"] if form == self.name else None
        return [*at, "search", *asked, *self.forms[form]]


class Fts5(Tool):
    """SQLite's own full-text index, by its shell: one transaction, no journal, not synchronous."""

    name = "SQLite FTS5"
    file = "fts5"
    given = "columns of text, imported by the sqlite3 shell"
    forms = {"SQLite FTS5": "path", "SQLite FTS5, with snippets": "snippet"}
    fast = "pragma journal_mode=off; pragma synchronous=off"
    table = "create virtual table story_text using fts5(path unindexed, headline, text, tokenize='porter unicode61')"

    def __init__(self):
        self.program = need("sqlite3", "apt-get install sqlite3")
        if "ENABLE_FTS5" not in output(self.program, ":memory:", "pragma compile_options"):
            raise Missing("this sqlite3 has no FTS5: apt-get install sqlite3")

    def version(self):
        return "SQLite " + output(self.program, "--version").split()[0]

    def fresh(self, index):
        super().fresh(index)
        output(self.program, f"{index}/db", self.table)
        return index

    def part(self, work, name):
        return f"{work}/{name}.columns"

    def index(self, index, columns):
        return [self.program, f"{index}/db", self.fast, f".import --ascii {columns} story_text"]

    def with_headers(self, index, work):
        """The index that is searched: what was read in the headers is handed over, in tables with the best keys."""
        self.fresh(index)
        output(
            self.program,
            f"{index}/db",
            self.fast,
            f".import --ascii {work}/all.columns story_text",
            "create table story(id integer primary key, path text, date text)",
            f".import --ascii {work}/stories.columns story",
            "create index story_by_date on story(date, path)",
            "create table place(place text, date text, story integer, primary key(place, date, story)) without rowid",
            f".import --ascii {work}/places.columns place",
            "insert into story_text(story_text) values('optimize')",
            "analyze",
        )

    def ask(self, index, question, form):
        def quoted(text):
            return "'" + text.replace("'", "''") + "'"

        words = question.get("words")
        snippet = form != self.name
        if question["kind"] in ("word", "and", "phrase"):
            between = " " if question["kind"] == "phrase" else '" "'
            shown = "path, headline, snippet(story_text, 2, '[', ']', '…', 40)" if snippet else "path"
            match = quoted('"' + between.join(words) + '"')
            sql = f"select {shown} from story_text where story_text match {match} order by rank limit {TOP}"
        elif question["kind"] == "count":
            if snippet:
                return None
            match = quoted(f'"{words[0]}"')
            sql = (
                "select substr(date, 1, 7) as month, count(*) from story_text join story on story.id = story_text.rowid"
                f" where story_text match {match} group by month"
            )
        else:
            if question["kind"] == "place":
                found = f"select story as id, date from place where place = {quoted(question['place'])}"
            else:
                period = f"{quoted(question['from'])} and {quoted(question['to'])}"
                found = f"select id, date from story where date between {period}"
            shown, joined = "story.path", "story using (id)"
            if snippet:
                shown = "story_text.path, headline, substr(text, 1, 300)"
                joined = "story_text on story_text.rowid = found.id"
            sql = (
                f"select {shown} from ({found} order by date desc limit {TOP}) as found join {joined}"
                " order by found.date desc"
            )
        return [self.program, "-readonly", f"{index}/db", sql]


class TantivyCli(Tool):
    """The program around tantivy, the library that dateline keeps its index with."""

    built = True

    given = "JSON Lines of the text"

    def __init__(self, threads=1):
        self.threads = threads
        self.name = "tantivy-cli, one thread" if threads == 1 else "tantivy-cli, a thread a core"
        self.file = f"tantivy-cli-{threads}"
        # It prints every story found, whole and without rank.
        self.forms = {} if threads == 1 else {"tantivy-cli, all found, no rank": ""}
        self.program = f"{CACHE}/tantivy-cli/bin/tantivy"
        if not os.path.exists(self.program):
            need("cargo", "see https://www.rust-lang.org/tools/install")
            command = ["cargo", "install", f"tantivy-cli@{TANTIVY_CLI}", "--root", f"{CACHE}/tantivy-cli"]
            if subprocess.run(command, check=False, env={**os.environ, "CARGO_TARGET_DIR": f"{CACHE}/tantivy-cli/build"}).returncode:
                raise Missing("this failed: " + " ".join(command))
            shutil.rmtree(f"{CACHE}/tantivy-cli/build", ignore_errors=True)

    def version(self):
        return f"tantivy-cli {output(self.program, '--version').split()[-1]}"

    def part(self, work, name):
        return f"{work}/{name}.jsonl"

    def fresh(self, index, headers=False):
        """An empty index, of the schema that `tantivy new` writes: `en_stem`, positions, stored."""
        super().fresh(index)

        def text(name, indexing, fast=False):
            return {"name": name, "type": "text", "options": {"indexing": indexing, "stored": not fast, "fast": fast}}

        words = {"record": "position", "fieldnorms": True, "tokenizer": "en_stem"}
        name = {"record": "basic", "fieldnorms": False, "tokenizer": "raw"}
        schema = [text("path", None), text("headline", words), text("text", words)]
        if headers:
            date = {"indexed": True, "fast": True, "stored": False, "fieldnorms": False, "precision": "seconds"}
            schema += [text("month", name, True), text("place", name, True)]
            schema.append({"name": "date", "type": "date", "options": date})
        with open(f"{index}/meta.json", "w", encoding="utf-8") as file:
            json.dump({"segments": [], "schema": schema, "opstamp": 0}, file)
        return index

    def index(self, index, lines):
        return [self.program, "index", "-i", index, "-f", lines, "-t", str(self.threads)]

    def with_headers(self, index, work):
        self.fresh(index, headers=True)
        output(*self.index(index, f"{work}/headers.jsonl"))
        output(self.program, "merge", "-i", index)

    def ask(self, index, question, form):
        words = question.get("words")
        more = []
        match question["kind"]:
            case "word":
                asked = words[0]
            case "and":
                asked = " AND ".join(words)
            case "phrase":
                asked = f'"{" ".join(words)}"'
            case "place":
                asked = f'place:"{question["place"]}"'
            case "date":
                asked = f"date:[{question['from']}T00:00:00Z TO {question['to']}T23:59:59Z]"
            case "count":
                asked = words[0]
                more = ["-a", '{"months": {"terms": {"field": "month", "size": 1000}}}']
        return [self.program, "search", "-i", index, "-q", asked, *more]


class Lucene(Tool):
    """Lucene by LucenePeer.java: a thread a core, and 128 MB of buffer."""

    name = "Lucene"
    file = "lucene"
    most = 5
    given = "columns of text"
    forms = {"Lucene": ""}

    def __init__(self):
        java = os.environ.get("JAVA_HOME")
        self.java = need(f"{java}/bin/java" if java else "java", "install a JDK of 21 or newer, and name it by JAVA_HOME")
        found = re.search(r'version "(\d+)', output(self.java, "-version", both=True))
        if not found or int(found[1]) < 21:
            raise Missing("Lucene 10 needs Java 21 or newer: install a JDK, and name it by JAVA_HOME")
        self.java_version = found[1]
        here, self.jars = f"{ROOT}/tests/bench/lucene", f"{CACHE}/lucene"
        os.makedirs(self.jars, exist_ok=True)
        if not any(name.startswith("lucene-core-") for name in os.listdir(self.jars)):
            need("mvn", "apt-get install maven")
            output("mvn", "-q", "-f", f"{here}/pom.xml", "dependency:copy-dependencies", f"-DoutputDirectory={self.jars}")
        compiled = [f"{self.java}c", "-nowarn", "-cp", f"{self.jars}/*", "-d", self.jars, f"{here}/LucenePeer.java"]
        if subprocess.run(compiled, check=False, stderr=subprocess.DEVNULL).returncode:
            raise Missing("this failed: " + " ".join(compiled))

    def version(self):
        jar = next(name for name in os.listdir(self.jars) if name.startswith("lucene-core-"))
        return f"Lucene {jar[12:-4]}, Java {self.java_version}"

    def call(self, *arguments, flags=()):
        return [self.java, *flags, "-cp", f"{self.jars}:{self.jars}/*", "LucenePeer", *arguments]

    def part(self, work, name):
        return f"{work}/{name}.columns"

    def index(self, index, columns):
        return self.call("index", columns, index, str(os.cpu_count()), flags=["-Xmx1g"])

    def with_headers(self, index, work):
        self.fresh(index)
        output(*self.index(index, f"{work}/headers.columns"))
        output(*self.call("merge", index))

    def ask(self, index, question, form):
        words = question.get("words") or [question[key] for key in ("place", "from", "to") if key in question]
        # What starts fastest: little compiling, the simplest collector.
        flags = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
        return self.call("search", index, question["kind"], *words, flags=flags)


class Recoll(Tool):
    """The desktop search of Debian, by its command line."""

    name = file = "recoll"
    given = "the files, under names that end in .txt"
    forms = {"recoll": ""}

    def __init__(self):
        self.program = need("recollindex", "apt-get install recollcmd")
        need("recollq", "apt-get install recollcmd")

    def version(self):
        return "recoll " + output("dpkg-query", "-W", "-f", "${Version}", "recollcmd")

    def configure(self, index, folder):
        with open(f"{index}/recoll.conf", "w", encoding="utf-8") as file:
            file.write(f"topdirs = {folder}\nloglevel = 1\nskippedPaths = {index}\n")

    def index(self, index, folder):
        return [self.program, "-c", index]

    def ask(self, index, question, form):
        words = question.get("words")
        match question["kind"]:
            case "word" | "and":
                asked = " ".join(words)
            case "phrase":
                asked = f'"{" ".join(words)}"'
            case _:
                return None
        return ["recollq", "-c", index, "-n", str(TOP), "-b", asked]


class Ripgrep(Tool):
    """No index: every search reads every file. Prints all files that match, without rank."""

    name = file = "ripgrep"
    most = 3
    given = "the files"
    forms = {"ripgrep, all found, no rank": ""}

    def __init__(self):
        self.program = need("rg", "apt-get install ripgrep")

    def version(self):
        return output(self.program, "--version").split("\n")[0]

    def ask(self, folder, question, form):
        words = question.get("words")
        find = [self.program, "--files-with-matches", "--ignore-case", "--no-ignore", "--hidden"]
        match question["kind"]:
            case "word":
                return [*find, "--word-regexp", words[0], folder]
            case "and":
                first = f"rg -liw0 --no-ignore --hidden {words[0]} '{folder}'"
                return ["sh", "-c", f"{first} | xargs -0r rg -liw --no-ignore --hidden {words[1]}"]
            case "phrase":
                return [*find, "--word-regexp", "--multiline", r"\s+".join(words), folder]
            case "place":
                # A line that begins with the name in capitals, up to the agency in brackets.
                return [self.program, "-l", "--no-ignore", "--hidden", rf"^\s*([A-Z' ]*/)?{question['place'].upper()}\b[^()]*\(", folder]
            case _:
                return None

/**
 * The commands of `thaw` that run no notebook, as users, git and shells have
 * them.
 */

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { result, Workplace } from "../harness/workplace.ts";

const THAW = join(import.meta.dirname!, "..", "..", "kernel", "thaw.ts");

async function thaw(place: Workplace, ...args: string[]) {
  return await result(place.start(args));
}

/** Runs `thaw` as a shell does, with a redirection. */
async function shell(place: Workplace, redirection: string, ...args: string[]) {
  const program = [Deno.execPath(), "run", "-A", THAW, ...args];
  return await result(
    new Deno.Command("sh", {
      args: ["-c", `exec "$@" ${redirection}`, "sh", ...program],
      cwd: place.folder,
      stdout: "piped",
      stderr: "piped",
    }).spawn(),
  );
}

/** A notebook with outputs, times and counts. */
function executed(place: Workplace, name: string): void {
  place.file(
    name,
    JSON.stringify({
      nbformat: 4,
      nbformat_minor: 4,
      metadata: {
        thaw: { seconds: 1 },
        language_info: { name: "typescript", version: "6" },
        big: 0,
      },
      cells: [
        { cell_type: "markdown", metadata: {}, source: "# Title <b>" },
        {
          cell_type: "code",
          metadata: {
            tags: ["t"],
            execution: { a: "1" },
            // As Colab writes it.
            executionInfo: { user: { displayName: "A" } },
          },
          source: "1 < 2",
          execution_count: 5,
          outputs: [
            { output_type: "stream", name: "stdout", text: "shown" },
            {
              output_type: "display_data",
              metadata: {},
              data: {
                "text/html": "<script>alert(1)</script>",
                "image/png": "iVBORw==",
              },
            },
          ],
        },
      ],
    }).replace('"big":0', '"big":12345678901234567890'),
  );
}

Deno.test("thaw convert goes to each format, and back to what it was", async () => {
  await using place = new Workplace();
  executed(place, "a.ipynb");
  const to = (format: string) =>
    thaw(place, "convert", "a.ipynb", "--to", format, "--out", "out");
  for (const format of ["ts", "md", "html"]) {
    const { code, stdout, stderr } = await to(format);
    deepStrictEqual([code, stdout], [
      0,
      `${join(place.folder, "out", `a.${format}`)}\n`,
    ], stderr);
  }
  match(
    place.text("out/a.ts"),
    /^\/\/ %% \[markdown\]\n\/\/ # Title <b>\n\n\/\/ %% tags=\["t"\]\n1 < 2\n/m,
  );
  match(place.text("out/a.md"), /!\[\]\(<a_files\/picture_1\.png>\)/);
  strictEqual(
    Deno.readFileSync(join(place.folder, "out/a_files/picture_1.png")).length,
    4,
  );
  const html = place.text("out/a.html");
  ok(
    html.includes("<h1>Title &#60;b&#62;</h1>") && html.includes("shown") &&
      !html.includes("<script"),
  );

  // Into a file by its name, but not into a module of the user's.
  const into = (...args: string[]) => thaw(place, "convert", ...args);
  place.file("module.ts", "export {};\n");
  place.file("mine.md", "# Mine\n");
  const [written, refused, kept, over] = await Promise.all([
    into("out/a.ts", "--to", "ipynb", "--out", "out/a.ipynb"),
    into("a.ipynb", "--to", "ts", "--out", "module.ts"),
    into("a.ipynb", "--to", "md", "--out", "mine.md"),
    into("a.ipynb", "--to", "md", "--out", "out"),
  ]);
  strictEqual(written.code, 0, written.stderr);
  const again = await into("out/a.ts", "--to", "ipynb", "--out", "a.ipynb");
  strictEqual(again.code, 0, again.stderr);
  ok(place.read("a.ipynb").cells[1].outputs.length > 0);

  const pipe = place.start(["convert", "-", "--to", "ipynb"], {
    stdin: "piped",
  });
  const writer = pipe.stdin.getWriter();
  await writer.write(Deno.readFileSync(join(place.folder, "out/a.ts")));
  await writer.close();
  const { stdout } = await pipe.output();
  const piped = JSON.parse(new TextDecoder().decode(stdout));
  deepStrictEqual(piped.cells[1].source, ["1 < 2"]);
  match(kept.stderr, /mine\.md is there and is not of a conversion: it stays/);
  deepStrictEqual([kept.code, place.text("mine.md")], [2, "# Mine\n"]);
  strictEqual(over.code, 0, over.stderr);
  match(
    refused.stderr,
    /module\.ts is there and is not of a conversion: it stays/,
  );
  const [, cell] = place.read("out/a.ipynb").cells;
  deepStrictEqual([cell.source, cell.metadata], [["1 < 2"], { tags: ["t"] }]);
});

Deno.test("thaw clean takes out what runs make, and leaves the rest to the byte", async () => {
  await using place = new Workplace();
  executed(place, "a.ipynb");
  const found = await thaw(place, "clean", "--check", "a.ipynb");
  deepStrictEqual([found.code, found.stdout], [1, "a.ipynb\n"]);
  match(found.stderr, /1 of 1 notebooks .* `thaw clean FILE` takes them out/);
  const { code, stdout } = await thaw(place, "clean", "a.ipynb");
  deepStrictEqual([code, stdout], [0, "a.ipynb\n"]);
  const text = place.text("a.ipynb");
  const { cells, metadata, nbformat_minor } = place.read("a.ipynb");
  deepStrictEqual([cells[1].outputs, cells[1].execution_count], [[], null]);
  deepStrictEqual([cells[1].metadata, nbformat_minor, cells[1].id], [
    { tags: ["t"] },
    4,
    undefined,
  ]);
  deepStrictEqual(metadata.language_info, { name: "typescript" });
  ok(text.includes("12345678901234567890"));
  deepStrictEqual(await thaw(place, "clean", "--check", "a.ipynb"), {
    code: 0,
    stdout: "",
    stderr: "",
  });
});

Deno.test("thaw clean is a filter and a hook of git", async () => {
  await using place = new Workplace();
  const git = async (...args: string[]) => {
    const command = new Deno.Command("git", {
      args: ["-c", "user.name=a", "-c", "user.email=a@b", ...args],
      cwd: place.folder,
      env: { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    });
    return await result(command.spawn());
  };
  executed(place, "a.ipynb");
  place.file(".gitattributes", "*.ipynb filter=thaw\n");
  await git("init", "-q");
  await git(
    "config",
    "filter.thaw.clean",
    `'${Deno.execPath()}' run -A '${THAW}' clean -`,
  );
  await git("config", "filter.thaw.smudge", "cat");
  await git("config", "filter.thaw.required", "true");
  const before = place.text("a.ipynb");
  const checked = await new Deno.Command("sh", {
    args: [
      "-c",
      `'${Deno.execPath()}' run -A '${THAW}' clean - --check < a.ipynb`,
    ],
    cwd: place.folder,
  }).output();
  deepStrictEqual([checked.code, checked.stdout.length], [1, 0]);
  const added = await git("add", ".");
  strictEqual(added.code, 0, added.stderr);
  const staged = (await git("show", ":a.ipynb")).stdout;
  deepStrictEqual(JSON.parse(staged).cells[1].outputs, []);
  strictEqual(place.text("a.ipynb"), before);
  // What can't be written may not be lost in silence.
  const full = await new Deno.Command("sh", {
    args: [
      "-c",
      '"$0" run -A "$1" clean - < a.ipynb > /dev/full',
      Deno.execPath(),
      THAW,
    ],
    cwd: place.folder,
  }).output();
  strictEqual(full.code, 2);
  await git("commit", "-q", "-m", "x");
  strictEqual((await git("status", "--porcelain")).stdout, "");

  // As --help has it, with the command that this test runs.
  const { stdout: help } = await thaw(place, "clean", "--help");
  const [hook] = /^ {2}git diff --cached[^]*?--check --$/m.exec(help)!;
  const readme = Deno.readTextFileSync(
    new URL("../../README.md", import.meta.url),
  ).replaceAll(/^ {2}/gm, "");
  for (
    const text of [hook, /^ {2}git config[^]*?cat\n.*true\n.*$/m.exec(help)![0]]
  ) {
    ok(readme.includes(text), `the README has not ${text}`);
  }
  place.file(
    ".git/hooks/pre-commit",
    `#!/bin/sh\n${
      hook.replace("thaw", `'${Deno.execPath()}' run -A '${THAW}'`)
    }\n`,
  );
  Deno.chmodSync(join(place.folder, ".git/hooks/pre-commit"), 0o755);
  place.file(".gitattributes", "");
  place.file("a.ipynb", `${before}\n`);
  const refused = await git("commit", "-q", "-a", "-m", "y");
  deepStrictEqual([refused.code, refused.stdout], [1, ""], refused.stderr);
});

Deno.test("thaw diff, new and completions do what their help says", async () => {
  await using place = new Workplace();
  strictEqual((await thaw(place, "new", "my_first")).code, 0);
  deepStrictEqual(place.read("my_first.ipynb").cells[0].source, ["# My first"]);
  strictEqual(place.read("my_first.ipynb").metadata.kernelspec.name, "thaw");
  const twice = await thaw(place, "new", "my_first.ipynb");
  deepStrictEqual([twice.code, twice.stdout], [2, ""]);
  match(twice.stderr, /is there already/);
  const wrong = await thaw(place, "new", ".");
  deepStrictEqual([wrong.code, wrong.stdout], [2, ""]);
  match(wrong.stderr, /\. is a folder; give a name in it/);
  const inFile = await thaw(place, "new", "my_first.ipynb/a");
  deepStrictEqual([inFile.code, inFile.stdout], [2, ""]);
  match(inFile.stderr, /my_first\.ipynb\/a\.ipynb can't be written/);

  executed(place, "a.ipynb");
  place.file("b.ipynb", place.text("a.ipynb").replace("1 < 2", "1 < 3"));
  strictEqual((await thaw(place, "diff", "a.ipynb", "a.ipynb")).code, 0);
  // As git's difftool has it of a file that was added.
  const added = await thaw(place, "diff", "/dev/null", "a.ipynb");
  deepStrictEqual([added.code, added.stderr], [1, ""]);
  match(added.stdout, /^cell 2, code, added:$/m);
  const { code, stdout } = await thaw(place, "diff", "a.ipynb", "b.ipynb");
  strictEqual(code, 1);
  match(stdout, /^ {2}- 1 < 2\n {2}\+ 1 < 3$/m);

  const { stdout: script } = await thaw(place, "completions", "bash");
  const completed = (words: string, at: number) =>
    `COMP_WORDS=(${words}); COMP_CWORD=${at}; _thaw; echo "\${COMPREPLY[@]}"`;
  const bash = await new Deno.Command("bash", {
    args: [
      "-c",
      `${script}\n${completed("thaw ch", 1)}\n${
        completed("thaw run --time", 2)
      }\n${completed("thaw in", 1)}\n${completed("thaw completions f", 2)}`,
    ],
  }).output();
  strictEqual(
    new TextDecoder().decode(bash.stdout),
    "check\n--timeout --time-limit\ninit install\nfish\n",
    new TextDecoder().decode(bash.stderr),
  );
});

/** Whether this machine has the shell fish. */
function hasFish(): boolean {
  try {
    return new Deno.Command("fish", { args: ["--version"] }).outputSync()
      .success;
  } catch {
    return false;
  }
}

Deno.test({
  name: "thaw completes in fish",
  ignore: !hasFish(),
  async fn() {
    await using place = new Workplace();
    place.notebook("a.ipynb", []);
    const { stdout: script } = await thaw(place, "completions", "fish");
    const asked = ["ch", "run --time", "run a", "completions f", "--v", "n"]
      .map((line) => `complete -C 'thaw ${line}'`);
    const { stdout, stderr } = await new Deno.Command("fish", {
      args: ["-N", "-c", [script, ...asked].join("\n")],
      cwd: place.folder,
    }).output();
    strictEqual(
      new TextDecoder().decode(stdout),
      "check\n--timeout\n--time-limit\na.ipynb\nfish\n--version\nnew\n",
      new TextDecoder().decode(stderr),
    );
  },
});

Deno.test("every command says what is wrong in one line", async () => {
  await using place = new Workplace();
  place.file("text.ipynb", "x");
  place.file("a.md", "```ts\n1\n```\n");
  place.file("page.html", "<p>");
  executed(place, "ran.ipynb");
  const pipes = ["a", "b", "c"].map((name) =>
    join(place.folder, `${name}.ipynb`)
  );
  await new Deno.Command("mkfifo", { args: pipes }).output();
  // The second one is refused before it is read.
  const written = [pipes[0], pipes[2]].map((pipe) =>
    Deno.writeTextFile(pipe, place.text("ran.ipynb"))
  );
  // A start takes most of the time, so they come together.
  const asked = async (
    [args, reason, redirection = ""]: [string[], RegExp, string?],
  ) => {
    const { code, stdout, stderr } = redirection === ""
      ? await thaw(place, ...args)
      : await shell(place, redirection, ...args);
    deepStrictEqual([code, stdout], [2, ""], stderr);
    match(stderr, reason);
    match(stderr, /^thaw[^\n]*: [^\n]+\n$/);
  };
  await Promise.all(
    ([
      [["chekc"], /no command chekc \(did you mean check\?\)/],
      [["a.ipynb"], /no command a\.ipynb \(did you mean run a\.ipynb\?\)/],
      [["convert", "text.ipynb"], /--to is needed; it takes ipynb, ts/],
      [
        ["convert", "text.ipynb", "--to", "htm"],
        /no format htm \(did you mean html\?\); --to takes/,
      ],
      [
        ["convert", "text.ipynb", "--to", "ts"],
        /text\.ipynb: not a notebook: not JSON/,
      ],
      [
        ["convert", "a", "--to", "scrpt"],
        /no format scrpt \(did you mean ts\?/,
      ],
      [
        ["convert", "a.md", "--to", "ts", "--out", "b.html"],
        /--out b\.html would be html, and --to says ts/,
      ],
      [["--hepl"], /no option --hepl \(did you mean --help\?\)/],
      [["new", ""], /a file's name is empty/],
      [["convert", "a", "--to", "ts", "--out", "-"], /--out takes a folder/],
      [
        ["convert", "page.html", "--to", "ts"],
        /html: not a notebook: not JSON.*; one is an/,
      ],
      [["check", "a.md"], /a\.md: it has no outputs to compare with/],
      [["check", "-", "--update"], /--update writes to files, and - is none/],
      [["init", "nosuch"], /nosuch: no such folder/],
      [["clean"], /no notebook given/],
      [["clean", "text.ipynb"], /text\.ipynb: not a notebook: not JSON/],
      [["diff", "text.ipynb"], /two notebooks are needed/],
      [["new", "--kernl", "x", "y"], /did you mean --kernel\?/],
      [["completions", "bsh"], /did you mean bash\?/],
      [["clean", "a.ipynb"], /a\.ipynb: a pipe; `thaw clean - < FILE`/],
      [["run", "b.ipynb", "--inplace"], /can't put outputs in a pipe/],
      [["check", "c.ipynb", "--update"], /files, and a pipe is none/],
      [["clean", "-"], /standard input: a folder, no notebook/, "< ."],
      ...Deno.build.os === "linux"
        ? [["new", "n"], ["--help"], ["completions", "bash"]].map((args) => [
          args,
          /output can't be written: No space/,
          "> /dev/full",
        ])
        : [],
    ] as [string[], RegExp, string?][]).map(asked),
  );
  await Promise.all(written);
});

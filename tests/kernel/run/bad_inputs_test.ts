/**
 * Everything a user may get wrong is said in one line, before anything is run
 * or written. The exit code follows from the error's class: 2.
 */

import { deepStrictEqual, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { KernelStartError } from "../../../kernel/client/client_errors.ts";
import { BadInputError } from "../../../kernel/notebook/bad_input_error.ts";
import { parseOptions } from "../../../kernel/run/options.ts";
import { planRun } from "../../../kernel/run/run.ts";

type Case = [line: string, reason: RegExp];

const cell = (source: string, more = "") =>
  `{"cell_type": "code", "metadata": {}, "source": "${source}", "outputs": [], "execution_count": null ${more}}`;
const notebook = (cells: string, metadata = "") =>
  `{"nbformat": 4, "nbformat_minor": 5, "metadata": {${metadata}}, "cells": [${cells}]}`;
const one = notebook(cell("1"));

/** Files in the folder in which the lines are typed. */
const FILES: Record<string, string | Uint8Array> = {
  "a.ipynb": one,
  "b.ipynb": one,
  "a.executed.ipynb": one,
  "locked.ipynb": one,
  "p.ipynb": notebook(
    cell("let n = 1; let size: 'quick' | 'full' = 'quick';").replace(
      '"metadata": {}',
      '"metadata": {"tags": ["parameters", "setup"]}',
    ),
  ),
  "latin1.ipynb": Uint8Array.from(
    one.replace('"1"', '"\xe9"'),
    (char) => char.charCodeAt(0),
  ),
  "utf16.ipynb": Uint8Array.from(
    [...`\ufeff${one}`].flatMap((
      char,
    ) => [char.charCodeAt(0) % 256, char.charCodeAt(0) >> 8]),
  ),
  "text.ipynb": "not JSON",
  "blank.ipynb": "",
  "merge.ipynb": `{"cells": [\n<<<<<<< HEAD\n=======\n>>>>>>> other\n]}`,
  "cut.ipynb": one.slice(0, -10),
  "list.ipynb": "[]",
  "null.ipynb": "null",
  "v3.ipynb": '{"nbformat": 3, "worksheets": []}',
  "v5.ipynb": '{"nbformat": 5, "cells": []}',
  "v4text.ipynb": '{"nbformat": "4", "cells": []}',
  "nocells.ipynb": '{"nbformat": 4}',
  "cells.ipynb": '{"nbformat": 4, "cells": {}}',
  "celltype.ipynb": '{"nbformat": 4, "cells": [{}]}',
  "cellnull.ipynb": '{"nbformat": 4, "cells": [null]}',
  "source.ipynb":
    '{"nbformat": 4, "cells": [{"cell_type": "code", "source": 5}]}',
  "output.ipynb": notebook(cell("1").replace("[]", "[5]")),
  "data.ipynb": notebook(
    cell("1").replace("[]", '[{"output_type": "display_data", "data": 1}]'),
  ),
  "deep.ipynb": `{"nbformat": 4, "cells": [], "metadata": ${
    "[".repeat(100_000)
  }${"]".repeat(100_000)}}`,
  "nosuchkernel.ipynb": notebook(
    cell("1"),
    '"kernelspec": {"name": "no-such", "display_name": "x"}',
  ),
  "restricted.ipynb": notebook(
    cell("1"),
    '"kernelspec": {"name": "thaw-saf", "display_name": "x", "language": "typescript"}',
  ),
  "julia.ipynb": notebook(cell("1"), '"language_info": {"name": "julia"}'),
  "badname.ipynb": notebook(
    cell("1"),
    '"kernelspec": {"name": "../x", "display_name": "x"}',
  ),
  "limit.ipynb": notebook(cell("1"), '"execution": {"timeout": "1m"}'),
  "plain.ts": "1\n",
  "cells.ts": "// %%\n1\n",
  "prose.md": "# Only text\n",
  "file": "",
  "params.yaml": "n: [1\n",
  "list.yaml": "- 1\n",
  "names.yaml": "'a b': 1\n",
  "unknown.yaml": "m: 1\n",
  "type.json": '{"n": "x"}',
  "latin1.yaml": Uint8Array.of(0xe9),
};

const CASES: Case[] = [
  // Options.
  ["", /no notebook given; see thaw run --help/],
  ["--nope a.ipynb", /there is no option --nope/],
  ["--time-out 5 a.ipynb", /--time-out \(did you mean --timeout\?\)/],
  ["-q a.ipynb", /there is no option -q/],
  ["a.ipynb --out", /^--out needs a value$/],
  [
    "a.ipynb --out --inplace",
    /^--out needs a value; one that begins with a dash is written --out=-XYZ$/,
  ],
  ["a.ipynb --out page.html", /thaw convert makes \.html of that/],
  ["a.ipynb --out file", /file is a file, no folder/],
  ["a.ipynb --out file/b", /file is a file, no folder/],
  ["a.ipynb --exclude=", /--exclude names nothing/],
  ["a.ipynb --cells=", /not ""$/],
  ["a.ipynb a.ipynb", /^a\.ipynb is named twice$/],
  ["a.ipynb --about file", /--about is for/],
  [
    "a.ipynb --report r.html --about none.md",
    /--about none\.md: no such file$/,
  ],
  ["a.ipynb --allow-read=a,", /a comma too many/],
  ["a.ipynb --out=", /--out needs a folder/],
  ["a.ipynb --verbose=yes", /^--verbose takes no value$/],
  ["a.ipynb --inplace --out o", /exclude each other/],
  [
    "a.ipynb --timeout b.ipynb",
    /--timeout takes a number of seconds .*not b\.ipynb/,
  ],
  ["a.ipynb --timeout 0", /--timeout takes/],
  ["a.ipynb --timeout=-1", /--timeout takes/],
  ["a.ipynb --timeout 1s", /--timeout takes/],
  ["a.ipynb --time-limit NaN", /--time-limit takes/],
  ["a.ipynb --memory-limit 1GB", /--memory-limit takes a number of MiB/],
  ["a.ipynb --jobs 0", /--jobs takes a whole number from 1/],
  ["a.ipynb --jobs two", /--jobs takes/],
  ["a.ipynb --retries 1.5", /--retries takes a whole number from 0/],
  ["a.ipynb --cells 0", /--cells takes numbers and ranges/],
  ["a.ipynb --cells 3-2", /--cells takes/],
  ["a.ipynb --cells 2", /--cells 2: the notebook has 1 code cell$/],
  ["a.ipynb --tags ,", /--tags takes tags/],
  [
    "p.ipynb --tags setp",
    /no cell is tagged setp; there are the tags parameters, setup/,
  ],
  [
    "a.ipynb --kernel nosuch",
    /There is no kernel nosuch; installed: .*thaw, this checkout's own/,
  ],
  ["a.ipynb --kernel thwa-safe", /did you mean thaw-safe\?/],
  ["a.ipynb --kernel=", /--kernel names nothing/],
  ["a.ipynb --kernel other --allow-read", /other takes no --allow/],
  ["a.ipynb --allow-reed", /Deno has no permission --allow-reed/],
  ["a.ipynb --allow-net=", /names nothing/],
  ["a.ipynb -A --allow-net", /--allow-all leaves nothing/],
  [
    "a.ipynb --server localhost",
    /--server takes an http or https address, not localhost$/,
  ],
  [
    "a.ipynb --server http://h --allow-read",
    /restricts kernels of this machine/,
  ],
  [
    "a.ipynb --server http://h --memory-limit 9",
    /can't watch kernels of --server/,
  ],
  ["a.ipynb --token t", /--token is for --server/],
  ["a.ipynb --report=", /--report names nothing/],
  ["a.ipynb --check-only --junit j.xml", /--junit tells of a run, and/],
  ["- a.ipynb", /- stands alone/],
  ["- --inplace", /- stands alone/],
  // Parameters.
  ["p.ipynb --set n", /--set takes NAME=VALUE, not n/],
  ["p.ipynb --set 1n=2", /--set takes NAME=VALUE, not 1n=2$/],
  ["p.ipynb --skip-tags setpu", /no cell is tagged setpu \(did you mean setup/],
  ["a.ipynb --exclude a.ipynb", /all that is named is excluded: a\.ipynb/],
  ["a.ipynb --tags x", /no cell is tagged x; no cell has a tag$/],
  ["a.ipynb --out -", /--out takes a folder or a file, not -: `thaw run -/],
  ["a.ipynb --set n=1", /a\.ipynb: no cell is tagged `parameters`/],
  ["p.ipynb --set nosuch=1", /sets no nosuch; it sets n, size/],
  ["p.ipynb --set Size=full", /sets no Size \(did you mean size\?\)/],
  ["p.ipynb --set size=ful", /size is 'quick' \| 'full', not "ful"/],
  ["p.ipynb --set n=abc", /n is a number, not "abc"/],
  ["p.ipynb --set n=1e400", /too large a number/],
  ["p.ipynb --set n=9007199254740993", /beyond 2\^53/],
  ["p.ipynb --set class=1", /class: a word of the language/],
  ["p.ipynb --params none.yaml", /--params none\.yaml: no such file/],
  ["p.ipynb --params params.yaml", /--params params\.yaml: /],
  ["p.ipynb --params list.yaml", /it must have NAME: VALUE lines/],
  ["p.ipynb --params names.yaml", /a b is no name/],
  ["p.ipynb --params unknown.yaml", /sets no m/],
  ["p.ipynb --params type.json", /n is a number, not "x"/],
  ["p.ipynb --params latin1.yaml", /not UTF-8/],
  ["p.ipynb --params .", /--params \.: /],
  // Files.
  ["missing.ipynb", /missing\.ipynb: no such file/],
  ["empty", /empty: no notebook in this folder$/],
  ["*.none", /\*\.none: no notebook has such a name$/],
  ["a*.ipynb --exclude a*", /no notebook that is not excluded/],
  ["latin1.ipynb --inplace", /latin1\.ipynb: not UTF-8/],
  ["utf16.ipynb", /utf16\.ipynb: not UTF-8/],
  ["a.ipynb text.ipynb", /text\.ipynb: not a notebook: not JSON/],
  ["blank.ipynb", /blank\.ipynb: an empty file/],
  ["merge.ipynb", /not JSON: it has the marks of a merge .*, at line 2/],
  ["cut.ipynb", /cut\.ipynb: not a notebook: not JSON/],
  ["list.ipynb", /not a notebook: it has no nbformat/],
  ["null.ipynb", /not a notebook/],
  ["v3.ipynb", /format 3 is not supported, only 4; `jupyter nbconvert/],
  ["v5.ipynb", /format 5 is not supported, only 4$/],
  ["v4text.ipynb", /format "4" is not supported/],
  ["nocells.ipynb", /no list of cells/],
  ["cells.ipynb", /no list of cells/],
  ["celltype.ipynb", /cell 1 has no cell_type/],
  ["cellnull.ipynb", /cell 1 has no cell_type/],
  ["source.ipynb", /cell 1 has no source/],
  ["output.ipynb", /cell 1 has an output that is none/],
  ["data.ipynb", /cell 1 has an output that is none/],
  ["deep.ipynb", /nested too deeply/],
  [
    "nosuchkernel.ipynb",
    /nosuchkernel\.ipynb: There is no kernel no-such; installed: .*other/,
  ],
  ["restricted.ipynb", /no kernel thaw-saf \(did you mean thaw-safe\?\)/],
  ["julia.ipynb", /none for julia is installed/],
  ["badname.ipynb", /There is no kernel \.\.\/x/],
  ["limit.ipynb", /execution\.timeout .* a number of seconds, not "1m"/],
  ["plain.ts", /a script without cells; `\/\/ %%` begins one/],
  ["prose.md", /Markdown without fenced code/],
  // Where things go.
  ["a.ipynb --out .", /overwritten by its own run; --inplace does that/],
  ["a.ipynb ./a.ipynb", /would both be/],
  ["a.ipynb --out a.ipynb", /overwritten by its own run/],
  ["a.ipynb cells.ts --out o.ipynb", /--out o\.ipynb is one notebook, and 2/],
  [
    "a.ipynb a.executed.ipynb",
    /a\.executed\.ipynb is to be run, and would be overwritten/,
  ],
  ["a.ipynb hard.ipynb --inplace", /would both be/],
  ["cells.ts --inplace", /--inplace can't put outputs in a \.ts file/],
  [
    "locked.ipynb --inplace",
    /locked\.ipynb can't be written: it is marked as read-only/,
  ],
  ["a.ipynb --out file", /can't be written/],
  ["a.ipynb --report a.ipynb", /--report a\.ipynb would overwrite/],
  ["a.ipynb --junit b.ipynb", /--junit b\.ipynb would overwrite/],
  ["b.ipynb --report r --json r", /--json r would overwrite/],
  ["b.ipynb --report file/r.html", /file\/r\.html can't be written/],
  ["b.ipynb --junit empty", /can't be written: it is a folder/],
];

/** All files below a folder with their bytes. */
function snapshot(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = join(folder, name);
    return isDirectory
      ? [path, ...snapshot(path)]
      : [`${path} ${Deno.readFileSync(path)}`];
  }).sort();
}

async function withFiles(use: (folder: string) => Promise<void>) {
  const folder = Deno.realPathSync(Deno.makeTempDirSync());
  const [cwd, jupyter] = [Deno.cwd(), Deno.env.get("JUPYTER_PATH")];
  try {
    for (const [name, content] of Object.entries(FILES)) {
      const path = join(folder, name);
      if (typeof content === "string") Deno.writeTextFileSync(path, content);
      else Deno.writeFileSync(path, content);
    }
    Deno.mkdirSync(join(folder, "empty"));
    Deno.chmodSync(join(folder, "locked.ipynb"), 0o444);
    Deno.linkSync(join(folder, "a.ipynb"), join(folder, "hard.ipynb"));
    for (const name of ["other", "thaw-safe"]) {
      const kernel = join(folder, "jupyter", "kernels", name);
      Deno.mkdirSync(kernel, { recursive: true });
      Deno.writeTextFileSync(
        join(kernel, "kernel.json"),
        JSON.stringify({ argv: ["x"], language: "x" }),
      );
    }
    Deno.env.set("JUPYTER_PATH", join(folder, "jupyter"));
    Deno.chdir(folder);
    await use(folder);
  } finally {
    Deno.chdir(cwd);
    if (jupyter === undefined) Deno.env.delete("JUPYTER_PATH");
    else Deno.env.set("JUPYTER_PATH", jupyter);
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("planRun() says in one line what is wrong, and writes nothing", () =>
  withFiles(async (folder) => {
    ok(CASES.length >= 80, `${CASES.length}`);
    const before = snapshot(folder);
    for (const [line, reason] of CASES) {
      const args = line.split(" ").filter(Boolean);
      await rejects(
        async () => await planRun(parseOptions(args)),
        (error: Error) => {
          match(error.message, reason, line);
          match(error.message, /^[^\n]+$/, line);
          return error instanceof BadInputError ||
            error instanceof KernelStartError;
        },
        line,
      );
    }
    deepStrictEqual(snapshot(folder), before);
  }));

Deno.test("planRun() takes a short tag to skip that is like another", () =>
  withFiles(async () => {
    await planRun(parseOptions(["p.ipynb", "--skip-tags", "sets"]));
  }));

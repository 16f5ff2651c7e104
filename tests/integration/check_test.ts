/**
 * `thaw check` as a user has it.
 */

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { result, Workplace } from "../harness/workplace.ts";

async function check(place: Workplace, ...args: string[]) {
  return await result(place.start(["check", ...args]));
}

Deno.test("thaw check passes what shows the same, and tells what does not", async () => {
  await using place = new Workplace();
  place.notebook("a.ipynb", [
    ["let n = 1; n"],
    ["console.log(Date.now())", "nbval-ignore-output"],
    ["console.log(new Date().toISOString())"],
    ['throw new Error("expected")', "raises-exception"],
    ["// check: match ^0\\.\nMath.random()"],
    ['// check: skip\nDeno.writeTextFileSync("skipped", "", { createNew: true })'],
    ["n + 0.1234567"],
  ]);
  strictEqual((await place.run("a.ipynb", "--inplace")).code, 0);
  const saved = place.text("a.ipynb");
  const same = await check(place, "a.ipynb");
  strictEqual(same.code, 0, same.stderr);
  strictEqual(same.stdout, "a.ipynb: as saved\n");
  strictEqual(place.text("a.ipynb"), saved);
  // The notebook, and what the skipped cell made when it was run.
  strictEqual([...Deno.readDirSync(place.folder)].length, 2);

  place.file("a.ipynb", saved.replace("let n = 1; n", "let n = 2; n"));
  const edited = place.text("a.ipynb");
  const { code, stderr } = await check(
    place,
    "a.ipynb",
    "--report",
    "out/r.html",
    "--junit",
    "out/j.xml",
  );
  strictEqual(code, 1, stderr);
  match(
    stderr,
    /cell 1 \(id \w+\) failed: shows something else: output, text\/plain/,
  );
  match(stderr, /^ {4}1 +\| 2$/m);
  match(stderr, /cell 7 .*shows something else/);
  strictEqual(place.text("a.ipynb"), edited);
  match(
    place.text("out/r.html"),
    /<div class="sides">.*<del>1<\/del>.*<ins>2<\/ins>/,
  );
  match(place.text("out/j.xml"), /failures="2"/);

  const tolerant = await check(place, "a.ipynb", "--tolerance", "1");
  strictEqual(tolerant.code, 0, tolerant.stderr);
});

Deno.test("thaw check --update writes what differs, and only that", async () => {
  await using place = new Workplace();
  place.notebook("a.ipynb", [["let n = 1; n"], [
    "console.log(Date.now()); // check: no mark",
  ], ["5"]]);
  place.notebook("a.ipynb", [["let n = 1; n"], ["5"]]);
  strictEqual((await place.run("a.ipynb", "--inplace")).code, 0);
  const saved = place.text("a.ipynb");
  // A notebook of somebody whose git writes CRLF.
  place.file(
    "a.ipynb",
    saved.replace("let n = 1; n", "let n = 2; n").replaceAll("\n", "\r\n"),
  );
  const before = place.text("a.ipynb");
  const { code, stdout, stderr } = await check(place, "a.ipynb", "--update");
  strictEqual(code, 0, stderr);
  match(stdout, /a\.ipynb: updated cell 1\n/);
  strictEqual(
    place.text("a.ipynb"),
    before.replace(
      '"text/plain": [\r\n       "1"',
      '"text/plain": [\r\n       "2"',
    ),
  );
});

Deno.test("thaw check tells a failure from what can't be run", async () => {
  await using place = new Workplace();
  place.notebook("fails.ipynb", [['throw new Error("new")'], ["1"]]);
  place.notebook("mark.ipynb", [["// check: ignor\n1"]]);
  place.notebook("gone.ipynb", [['Deno.removeSync("gone.ipynb")']]);
  const failed = await check(place, "gone.ipynb", "fails.ipynb");
  strictEqual(failed.code, 2);
  match(failed.stderr, /^gone\.ipynb: no such file$/m);
  match(failed.stderr, /cell 1 .*failed: Error: new/);
  const asked = async ([args, reason]: [string[], RegExp]) => {
    const { code, stdout, stderr } = await check(place, ...args);
    deepStrictEqual([code, stdout], [2, ""]);
    match(stderr, reason);
    match(stderr, /^thaw check: [^\n]+\n$/);
  };
  // A start takes most of the time, so they come together.
  await Promise.all(
    ([
      [
        ["mark.ipynb"],
        /mark\.ipynb: cell 1: check: ignor \(did you mean ignore\?\)/,
      ],
      [["fails.ipynb", "--inplace"], /no option --inplace/],
      [["fails.ipynb", "--tolerance", "x"], /--tolerance takes a number/],
      [[], /no notebook given; see thaw check --help/],
      [["none.ipynb"], /no such file/],
    ] as [string[], RegExp][]).map(asked),
  );
  ok(
    !Deno.readTextFileSync(join(place.folder, "fails.ipynb")).includes("thaw"),
  );
});

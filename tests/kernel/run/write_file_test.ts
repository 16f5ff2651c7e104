import {
  deepStrictEqual,
  match,
  strictEqual,
  throws,
} from "node:assert/strict";
import { join } from "node:path";
import { BadInputError } from "../../../kernel/notebook/bad_input_error.ts";
import { checkWritable, writeFile } from "../../../kernel/run/write_file.ts";

function inFolder(use: (folder: string) => void): void {
  const folder = Deno.realPathSync(Deno.makeTempDirSync());
  try {
    use(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

const ignore = Deno.build.os === "windows";

Deno.test({
  name: "writeFile() keeps a file's mode, owner and links",
  ignore,
  fn: () =>
    inFolder((folder) => {
      const path = join(folder, "a");
      Deno.writeTextFileSync(path, "old");
      Deno.chmodSync(path, 0o640);
      if (Deno.uid() === 0) Deno.chownSync(path, 12345, 23456);
      Deno.symlinkSync(path, join(folder, "soft"));
      writeFile(join(folder, "soft"), "new");
      strictEqual(Deno.readTextFileSync(path), "new");
      strictEqual(Deno.lstatSync(join(folder, "soft")).isSymlink, true);
      const { mode, uid, gid } = Deno.statSync(path);
      strictEqual(mode! & 0o777, 0o640);
      if (Deno.uid() === 0) deepStrictEqual([uid, gid], [12345, 23456]);

      Deno.linkSync(path, join(folder, "hard"));
      writeFile(path, "newer");
      strictEqual(Deno.readTextFileSync(join(folder, "hard")), "newer");
      strictEqual(Deno.statSync(path).nlink, 2);
    }),
});

Deno.test({
  name: "writeFile() gives a new file the mode it is told, and leaves no draft",
  ignore,
  fn: () =>
    inFolder((folder) => {
      const path = join(folder, "new", "名".repeat(80));
      writeFile(path, "x", 0o600);
      strictEqual(Deno.statSync(path).mode! & 0o777, 0o600);
      deepStrictEqual([...Deno.readDirSync(join(folder, "new"))].length, 1);
      Deno.writeTextFileSync(join(folder, "file"), "");
      throws(() => writeFile(join(folder, "file", "a"), ""), BadInputError);
    }),
});

Deno.test({
  name: "checkWritable() finds out what can't be written, and leaves nothing",
  ignore,
  fn: () =>
    inFolder((folder) => {
      const locked = join(folder, "locked");
      Deno.writeTextFileSync(locked, "x");
      Deno.chmodSync(locked, 0o444);
      for (
        const [path, reason] of [
          [folder, /it is a folder/],
          [locked, /marked as read-only/],
          [join(locked, "a"), /can't be written/],
        ] as [string, RegExp][]
      ) {
        throws(() => checkWritable(path), (error: Error) => {
          match(error.message, reason);
          return error instanceof BadInputError;
        });
      }
      checkWritable(join(folder, "fine"));
      deepStrictEqual([...Deno.readDirSync(folder)].map(({ name }) => name), [
        "locked",
      ]);
    }),
});

Deno.test("checkWritable() makes no folder, and finds a file in the way", () =>
  inFolder((folder) => {
    checkWritable(join(folder, "new", "deep", "a.ipynb"));
    Deno.writeTextFileSync(join(folder, "file"), "");
    throws(
      () => checkWritable(join(folder, "file", "deep", "a.ipynb")),
      // Not the name of what was tried in its place.
      { name: "BadInputError", message: /^[^:]*can't be written: [^:]*$/ },
    );
    deepStrictEqual([...Deno.readDirSync(folder)].map(({ name }) => name), [
      "file",
    ]);
  }));

Deno.test("writeFile() takes a text piece by piece, in place of a draft, too", () =>
  inFolder((folder) => {
    const pieces = [
      "é".repeat(2 ** 20 - 1),
      "𝄞\n",
      "x".repeat(3 * 2 ** 20),
      "ü",
    ];
    const path = join(folder, "a");
    const linked = join(folder, "linked");
    Deno.writeTextFileSync(linked, "longer than what follows".repeat(2 ** 19));
    Deno.linkSync(linked, join(folder, "hard"));
    for (const target of [path, linked]) {
      writeFile(target, (push) => pieces.forEach(push));
      strictEqual(Deno.readTextFileSync(target), pieces.join(""));
    }
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
    deepStrictEqual(names.sort(), ["a", "hard", "linked"]);
  }));

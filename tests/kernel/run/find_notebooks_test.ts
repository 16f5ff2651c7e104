import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { dirname, join, sep } from "node:path";
import { BadInputError } from "../../../kernel/notebook/bad_input_error.ts";
import { findNotebooks } from "../../../kernel/run/find_notebooks.ts";

const FILES = [
  "a.ipynb",
  "a.executed.ipynb",
  "b.txt",
  "[x].ipynb",
  "sub/c.ipynb",
  "sub/deep/a.ipynb",
  "sub/.ipynb_checkpoints/c.ipynb",
  "node_modules/d.ipynb",
  ".hidden/e.ipynb",
];

/** The places of what is found in a folder with these files. */
function find(
  names: string[],
  exclude: string[] = [],
  out?: string,
): string[][] {
  const folder = Deno.realPathSync(Deno.makeTempDirSync());
  const cwd = Deno.cwd();
  try {
    for (const file of FILES) {
      Deno.mkdirSync(dirname(join(folder, file)), { recursive: true });
      Deno.writeTextFileSync(join(folder, file), "");
    }
    Deno.chdir(folder);
    return findNotebooks(names, exclude, out).map((
      { name, place },
    ) => [name, place]);
  } finally {
    Deno.chdir(cwd);
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("findNotebooks() finds all below a folder, but no run and no copy", () => {
  deepStrictEqual(find(["."]), [
    ["[x].ipynb", "[x].ipynb"],
    ["a.ipynb", "a.ipynb"],
    ["sub/c.ipynb", "sub/c.ipynb"],
    ["sub/deep/a.ipynb", "sub/deep/a.ipynb"],
  ]);
  // Below the folder that was named, so that --out keeps them apart.
  deepStrictEqual(find(["sub"]), [
    ["sub/c.ipynb", "c.ipynb"],
    ["sub/deep/a.ipynb", "deep/a.ipynb"],
  ]);
});

Deno.test({
  name:
    "findNotebooks() passes over a pipe in a folder, which nobody may write",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = Deno.makeTempDirSync();
    try {
      Deno.writeTextFileSync(join(folder, "a.ipynb"), "");
      const args = [join(folder, "b.ipynb")];
      await new Deno.Command("mkfifo", { args }).output();
      const found = findNotebooks([folder]).map(({ place }) => place);
      deepStrictEqual(found, ["a.ipynb"]);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  },
});

Deno.test("findNotebooks() leaves out what an earlier run left where runs go", () => {
  const names = (search: string[], out: string) =>
    find(search, [], out).map(([name]) => name);
  const others = ["[x].ipynb", "a.ipynb", "sub/c.ipynb"];
  deepStrictEqual(names(["."], "sub/deep"), others);
  deepStrictEqual(names(["**/*.ipynb"], "sub/deep"), others);
  // Named by hand, or its own run: refused where runs are planned.
  const both = ["a.ipynb", "sub/deep/a.ipynb"];
  deepStrictEqual(names(both, "sub/deep"), both);
  deepStrictEqual(names(["sub/deep"], "sub/deep"), ["sub/deep/a.ipynb"]);
});

Deno.test("findNotebooks() takes patterns, and names before patterns", () => {
  deepStrictEqual(find(["sub/**/*.ipynb"]), [
    ["sub/c.ipynb", "c.ipynb"],
    ["sub/deep/a.ipynb", "deep/a.ipynb"],
  ]);
  deepStrictEqual(find(["[x].ipynb"]), [["[x].ipynb", "[x].ipynb"]]);
  deepStrictEqual(find(["a.executed.ipynb"]), [
    ["a.executed.ipynb", "a.executed.ipynb"],
  ]);
  deepStrictEqual(find(["*.ipynb"]).map(([name]) => name), [
    "[x].ipynb",
    "a.ipynb",
  ]);
});

Deno.test("findNotebooks() finds once what is named and found", () => {
  deepStrictEqual(
    find(["sub/c.ipynb", "sub", "sub/*.ipynb"]).map(([name]) => name),
    [
      "sub/c.ipynb",
      "sub/deep/a.ipynb",
    ],
  );
  // Named twice is a mistake that is told later.
  deepStrictEqual(find(["a.ipynb", "./a.ipynb"]).length, 2);
});

Deno.test("findNotebooks() leaves out what is excluded, what a shell names too", () => {
  const names = (...exclude: string[]) =>
    find(["."], exclude).map(([name]) => name);
  deepStrictEqual(names("sub"), ["[x].ipynb", "a.ipynb"]);
  deepStrictEqual(names("a.ipynb"), ["[x].ipynb", "sub/c.ipynb"]);
  deepStrictEqual(names("sub/deep/**", "*x*"), ["a.ipynb", "sub/c.ipynb"]);
  deepStrictEqual(
    find(["a.ipynb", "[x].ipynb", "sub/c.ipynb"], ["sub", "a.*"])
      .map(([name]) => name),
    ["[x].ipynb"],
  );
  deepStrictEqual(find(["-"], ["*"]).length, 1);
  // Folders above the current one are not meant, though a whole path names them.
  const excludedAt = (path: string, at: number) => {
    const pattern = path.split(sep).at(at)!;
    return findNotebooks([path], [pattern]).length;
  };
  const file = import.meta.filename!;
  strictEqual(excludedAt(file, Deno.cwd().split(sep).length - 1), 1);
  throws(() => excludedAt(file, -2), BadInputError);
  throws(() => find(["a.ipynb"], ["*"]), BadInputError);
  throws(() => find(["."], ["*"]), BadInputError);
  throws(() => find(["sub"], ["*"]), /: no notebook that is not excluded$/);
  throws(() => find(["node_modules/none*"]), BadInputError);
});

Deno.test({
  name:
    "findNotebooks() says which folder may not be read, and can leave it out",
  // Root may read all.
  ignore: Deno.build.os === "windows" || Deno.uid() === 0,
  fn: () => {
    const folder = Deno.makeTempDirSync();
    const locked = join(folder, "locked");
    try {
      Deno.writeTextFileSync(join(folder, "a.ipynb"), "");
      Deno.mkdirSync(locked, { mode: 0o000 });
      throws(() => findNotebooks([folder], []), {
        name: "BadInputError",
        message: /locked: no permission to read it; --exclude leaves it out$/,
      });
      // Of a command that has no such option.
      throws(() => findNotebooks([folder]), {
        name: "BadInputError",
        message: /locked: no permission to read it$/,
      });
      deepStrictEqual(findNotebooks([folder], ["locked"]).length, 1);
    } finally {
      Deno.chmodSync(locked, 0o700);
      Deno.removeSync(folder, { recursive: true });
    }
  },
});

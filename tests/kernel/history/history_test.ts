import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { History } from "../../../kernel/history/history.ts";
import {
  entries,
  HistoryDatabase,
} from "../../../kernel/history/history_database.ts";

async function withFolder(test: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir({ prefix: "thaw-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A history with these inputs, each a line. */
function ran(path: string | undefined, ...inputs: string[]): History {
  const history = new History(path);
  inputs.forEach((input, index) => history.add({ line: index + 1, input }));
  return history;
}

/** What it says on stderr meanwhile. */
async function complaints(run: () => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  const { error } = console;
  console.error = (line: string) => lines.push(line);
  try {
    await run();
  } finally {
    console.error = error;
  }
  return lines;
}

Deno.test("History keeps sessions apart and across restarts", () =>
  withFolder(async (folder) => {
    const path = join(folder, "a", "history.sqlite");
    await ran(path, "first", "second").close();
    const history = ran(path, "third");
    const [before, here] = await history.read((database) => [
      database.range({ session: -1, start: 0 }),
      database.range({ session: 0, start: 0 }),
    ]);
    const tail = await history.read((database) => database.tail(2));
    await history.close();
    deepStrictEqual(entries(before, false), [[1, 1, "first"], [
      1,
      2,
      "second",
    ]]);
    deepStrictEqual(entries(here, false), [[2, 1, "third"]]);
    deepStrictEqual(entries(tail, false), [[1, 2, "second"], [2, 1, "third"]]);
  }));

Deno.test("History serves several kernels at once", () =>
  withFolder(async (folder) => {
    const path = join(folder, "history.sqlite");
    const kernels = ["a", "b", "c", "d"].map((name) =>
      ran(path, `${name}1`, `${name}2`)
    );
    await Promise.all(kernels.map((history) => history.close()));
    const history = new History(path);
    const all = await history.read((database) => database.tail(100));
    await history.close();
    deepStrictEqual(all.map(({ input }) => input).sort(), [
      ...["a1", "a2", "b1", "b2", "c1", "c2", "d1", "d2"],
    ]);
  }));

Deno.test("History: outputs come only when asked for", async () => {
  const history = ran(undefined, "1 + 1", "let a");
  history.add({ line: 1, input: "1 + 1", output: "2" });
  const rows = await history.read((database) => database.tail(5));
  await history.close();
  deepStrictEqual(entries(rows, false), [[1, 1, "1 + 1"], [1, 2, "let a"]]);
  deepStrictEqual(entries(rows, true), [[1, 1, ["1 + 1", "2"]], [1, 2, [
    "let a",
    null,
  ]]]);
});

Deno.test("History: a range ends before its stop", async () => {
  const history = ran(undefined, "a", "b", "c", "d");
  const rows = await history.read((database) =>
    database.range({ session: 0, start: 2, stop: 4 })
  );
  await history.close();
  deepStrictEqual(rows.map(({ input }) => input), ["b", "c"]);
});

Deno.test("History: a range below 0 counts back from the session's end, as in IPython", async () => {
  const history = ran(undefined, "a", "b", "c", "d");
  const range = (start: number, stop?: number) =>
    history.read((database) =>
      database.range({ session: 0, start, stop }).map(({ line }) => line)
    );
  deepStrictEqual(await range(-2), [3, 4]);
  deepStrictEqual(await range(1, -1), [1, 2, 3]);
  deepStrictEqual(await range(-3, -1), [2, 3]);
  deepStrictEqual(await range(-9, 0), [1, 2, 3, 4]);
  await history.close();
});

Deno.test("History: search takes a glob, in which brackets are no classes", async () => {
  const history = ran(undefined, "a[0]", "a0", "a[0]", "a[1]");
  const search = (pattern: string, n?: number, unique = false) =>
    history.read((database) =>
      database.search(pattern, n, unique).map(({ line }) => line)
    );
  deepStrictEqual(await search("a[0]"), [1, 3]);
  deepStrictEqual(await search("a?0*"), [1, 3]);
  deepStrictEqual(await search("a*"), [1, 2, 3, 4]);
  deepStrictEqual(await search("a*", 2), [3, 4]);
  deepStrictEqual(await search("a*", undefined, true), [2, 3, 4]);
  await history.close();
});

Deno.test("History goes on in memory when its file is none, and says so once", () =>
  withFolder(async (folder) => {
    const path = join(folder, "history.sqlite");
    await Deno.writeTextFile(path, "no database ".repeat(100));
    const lines = await complaints(async () => {
      const history = ran(path, "kept");
      const rows = await history.read((database) => database.tail(1));
      history.add({ line: 2, input: "too" });
      deepStrictEqual(entries(rows, false), [[1, 1, "kept"]]);
      deepStrictEqual(
        (await history.read((database) => database.tail(9))).length,
        2,
      );
      await history.close();
    });
    deepStrictEqual(lines.length, 1);
    deepStrictEqual(await Deno.readTextFile(path), "no database ".repeat(100));
  }));

Deno.test("History goes on in memory where it may not write", () =>
  withFolder(async (folder) => {
    // A file where a folder should be: refused to root as well.
    await Deno.writeTextFile(join(folder, "file"), "");
    const lines = await complaints(async () => {
      const history = ran(join(folder, "file", "history.sqlite"), "kept");
      const rows = await history.read((database) => database.tail(1));
      deepStrictEqual(rows.length, 1);
      await history.close();
    });
    deepStrictEqual(lines.length, 1);
  }));

Deno.test("History waits for another kernel's write", () =>
  withFolder(async (folder) => {
    const path = join(folder, "history.sqlite");
    const other = await HistoryDatabase.open(path);
    const history = ran(path, "kept");
    const { DatabaseSync } = await import("node:sqlite");
    const writer = new DatabaseSync(path);
    writer.exec("BEGIN IMMEDIATE");
    const rows = history.read((database) => database.tail(1));
    setTimeout(() => writer.exec("COMMIT"), 0);
    deepStrictEqual((await rows).length, 1);
    await history.close();
    writer.close();
    other.close();
  }));

Deno.test({
  name: "History is for its user alone",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withFolder(async (folder) => {
      const path = join(folder, "thaw", "history.sqlite");
      await ran(path, "secret").close();
      const mode = (await Deno.stat(path)).mode! & 0o777;
      deepStrictEqual(mode, 0o600);
    }),
});

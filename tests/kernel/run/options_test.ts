import {
  deepStrictEqual,
  match,
  strictEqual,
  throws,
} from "node:assert/strict";
import { parseOptions } from "../../../kernel/run/options.ts";
import { BadInputError } from "../../../kernel/notebook/bad_input_error.ts";

Deno.test("parseOptions() writes beside the notebook unless told otherwise", () => {
  const kind = (...args: string[]) => parseOptions([...args, "a"]).destination;
  deepStrictEqual(kind(), { kind: "beside" });
  deepStrictEqual(kind("--out", "o"), { kind: "folder", folder: "o" });
  deepStrictEqual(kind("--out", "o.ipynb"), { kind: "file", path: "o.ipynb" });
  deepStrictEqual(kind("--inplace"), { kind: "inplace" });
  deepStrictEqual(kind("--out", "o", "--update"), { kind: "inplace" });
});

Deno.test("parseOptions() splits settings at their first equals sign", () => {
  const { settings } = parseOptions(
    ["--set", "n=3", "--set", "empty=", "--set", "eq=a=b", "a.ipynb"],
  );
  deepStrictEqual([...settings], [["n", "3"], ["empty", ""], ["eq", "a=b"]]);
});

Deno.test("parseOptions() takes cells, tags, counts and permissions", () => {
  const options = parseOptions(
    // deno-fmt-ignore
    ["--cells", "1-5,9", "--tags", "a,b", "--skip-tags=c", "--jobs", "3", "--retries", "0",
      "--memory-limit", "512", "--time-limit", "0.5", "--allow-read=.", "--deny-net", "a", "b"],
  );
  deepStrictEqual(options.cells, [[1, 5], [9, 9]]);
  deepStrictEqual(options.tags, ["a", "b"]);
  deepStrictEqual(options.skipTags, ["c"]);
  deepStrictEqual([options.jobs, options.retries], [3, 0]);
  deepStrictEqual([options.memoryLimit, options.timeLimit], [512, 500]);
  deepStrictEqual(options.permissions, ["--allow-read=.", "--deny-net"]);
  deepStrictEqual(options.files, ["a", "b"]);
});

Deno.test("parseOptions() names the option that was meant", () => {
  for (
    const [args, reason] of [
      [
        ["--time-out", "5", "a"],
        /no option --time-out \(did you mean --timeout\?\)/,
      ],
      [["--in-place", "a"], /did you mean --inplace\?/],
      [["--job", "2", "a"], /did you mean --jobs\?/],
      [["--zzzzzz", "a"], /no option --zzzzzz; there are --about, --cells, /],
      [
        ["--timeout", "a.ipynb"],
        /--timeout takes a number of seconds .*not a\.ipynb/,
      ],
      [["--allow-reed", "a"], /no permission --allow-reed/],
      // What papermill, nbconvert, nbmake and pytest call it.
      [["a", "-p", "n", "5"], /no option -p; --set NAME=VALUE does that/],
      [["--allow-errors", "a"], /--allow-errors; --keep-going does that/],
      [["--execution-timeout", "5", "a"], /; --timeout SECONDS does that/],
      [["-n", "2", "a"], /no option -n; --jobs N does that/],
      [["a", "--junit", "-"], /--junit takes a file, not -/],
    ] as [string[], RegExp][]
  ) throws(() => parseOptions(args), reason);
});

Deno.test("parseOptions() takes the timeout in seconds", () => {
  strictEqual(parseOptions(["--timeout", "1.5", "a"]).timeout, 1500);
  strictEqual(parseOptions(["a"]).timeout, undefined);
});

Deno.test("parseOptions() takes where the report goes", () => {
  strictEqual(parseOptions(["--report", "r.html", "a"]).report, "r.html");
  strictEqual(parseOptions(["a"]).report, undefined);
  const live = parseOptions(["--report", "r.html", "--interactive", "a"]);
  strictEqual(live.interactive, true);
});

Deno.test("parseOptions() refuses what makes no sense in one line", () => {
  for (
    const args of [
      [],
      ["--nope", "a"],
      ["--out"],
      ["--inplace", "--out", "o", "a"],
      ["--timeout", "0", "a"],
      ["--timeout", "soon", "a"],
      ["--set", "1a=2", "a"],
      ["--set", "a", "a"],
      ["--out=", "a"],
      ["--report=", "a"],
      ["--interactive", "a"],
      ["--jobs", "0", "a"],
      ["--jobs", "1.5", "a"],
      ["--jobs", "x", "a"],
      ["--retries", "-1", "a"],
      ["--cells", "0", "a"],
      ["--cells", "5-1", "a"],
      ["--cells", "a", "a"],
      ["--cells", "", "a"],
      ["--tags", "a,,b", "a"],
      ["--timeout", "1e3", "a"],
      ["--timeout", "Infinity", "a"],
      ["--timeout", "", "a"],
      ["--timeout", "9999999", "a"],
      ["--time-limit", "no", "a"],
      ["--memory-limit", "0", "a"],
      ["--memory-limit", "1GB", "a"],
      ["--server", "localhost:8888", "a"],
      ["--server", "ftp://a", "a"],
      ["--server", "http://a", "--allow-read", "a"],
      ["--server", "http://a", "--memory-limit", "5", "a"],
      ["--token", "x", "a"],
      ["--verbose=1", "a"],
      ["--set", "a"],
      ["-x", "a"],
      ["-", "a"],
      ["-", "--inplace"],
      ["-", "--resume"],
      ["--allow-net=", "a"],
      ["-A", "--allow-net", "a"],
    ]
  ) {
    throws(() => parseOptions(args), (error: Error) => {
      match(error.message, /^[^\n]+$/);
      return error instanceof BadInputError;
    });
  }
});

Deno.test("parseOptions() takes a text for the report, and only for a report", () => {
  const { about } = parseOptions([
    "--report",
    "r.html",
    "--about",
    "t.md",
    "a",
  ]);
  strictEqual(about, "t.md");
  throws(() => parseOptions(["--about", "t.md", "a"]), /page of --report/);
});

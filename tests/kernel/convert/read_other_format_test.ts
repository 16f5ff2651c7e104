import { strictEqual, throws } from "node:assert/strict";
import {
  pipedName,
  readOtherFormat,
} from "../../../kernel/convert/read_other_format.ts";

Deno.test("pipedName() tells what came by a pipe", () => {
  strictEqual(pipedName('\ufeff\n{"cells": []}'), "stdin.ipynb");
  strictEqual(pipedName(""), "stdin.ipynb");
  strictEqual(pipedName("#!/usr/bin/env deno\n// %% a\n"), "stdin.ts");
  strictEqual(pipedName("# a\n# %%\n"), "stdin.py");
  strictEqual(pipedName("# Title\n\n```ts\n1\n```\n"), "stdin.md");
});

Deno.test("readOtherFormat() takes prose only where it was a notebook", () => {
  throws(() => readOtherFormat("a.md", "# T\n"), /without fenced code/);
  const front = "---\njupyter:\n  kernelspec:\n    name: python3\n---\n";
  const { cells } = readOtherFormat("a.md", `${front}\n# T\n`);
  strictEqual(cells.at(-1)!.source, "# T");
});

import { strictEqual } from "node:assert/strict";
import { pipedName } from "../../../kernel/convert/read_other_format.ts";

Deno.test("pipedName() tells what came by a pipe", () => {
  strictEqual(pipedName('\ufeff\n{"cells": []}'), "stdin.ipynb");
  strictEqual(pipedName(""), "stdin.ipynb");
  strictEqual(pipedName("#!/usr/bin/env deno\n// %% a\n"), "stdin.ts");
  strictEqual(pipedName("# a\n# %%\n"), "stdin.py");
  strictEqual(pipedName("# Title\n\n```ts\n1\n```\n"), "stdin.md");
});

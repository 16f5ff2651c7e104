import {
  deepStrictEqual,
  doesNotMatch,
  ok,
  strictEqual,
} from "node:assert/strict";
import { labextension } from "../../../kernel/lab/labextension.ts";

function textOf(path: RegExp): string {
  const file = labextension("1.2.3").find((file) => path.test(file.path));
  return (file!.source as { text: string }).text;
}

Deno.test("labextension() names what Lab loads, and that file is there", () => {
  const manifest = JSON.parse(textOf(/^package\.json$/));
  strictEqual(manifest.name, "thaw");
  strictEqual(manifest.version, "1.2.3");
  const { load } = manifest.jupyterlab._build;
  ok(labextension("1.2.3").some(({ path }) => path === load));
});

Deno.test("labextension() holds every module that one of its modules imports", () => {
  const files = labextension("1.2.3");
  const names = files.map(({ path }) => path.replace(/^.*\//, ""));
  const imported = files.flatMap(({ source }) =>
    "text" in source
      ? [...source.text.matchAll(/from "\.\/([^"]+)"/g)].map(([, name]) => name)
      : []
  );
  ok(imported.length > 0);
  deepStrictEqual(imported.filter((name) => !names.includes(name)), []);
});

Deno.test("labextension() makes its entry a classic script", () => {
  doesNotMatch(textOf(/remote_entry\.js$/), /^(import|export) /m);
});

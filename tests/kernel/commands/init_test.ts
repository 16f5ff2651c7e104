import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import ts from "typescript";
import { libraryImports, withImports } from "../../../kernel/commands/init.ts";

Deno.test("withImports() adds what is missing and leaves the rest as written", () => {
  const { text, added } = withImports(
    '{\n  // mine\n  "imports": {\n    "a": "./a.ts"\n  },\n  "fmt": {},\n}\n',
    { a: "npm:a@1", b: "npm:b@2" },
  );
  strictEqual(
    text,
    '{\n  // mine\n  "imports": {\n    "a": "./a.ts",\n    "b": "npm:b@2"\n  },\n  "fmt": {},\n}\n',
  );
  deepStrictEqual(added, ["b"]);
  deepStrictEqual(withImports(text, { a: "npm:a@1" }), { text, added: [] });
});

Deno.test("withImports() mends an import whose checkout was moved, and no other", () => {
  const here = import.meta.url;
  const gone = new URL("gone/lib/mod.ts", here).href;
  const former = JSON.stringify({ imports: { thaw: gone, a: here, b: "./b" } });
  const { text, added } = withImports(former, { thaw: here, a: "x", b: "x" });
  deepStrictEqual(added, ["thaw"]);
  deepStrictEqual(JSON.parse(text).imports, { thaw: here, a: here, b: "./b" });
});

Deno.test("withImports() makes the imports where there are none", () => {
  const { text } = withImports("{}\n", { a: "npm:a@1" });
  deepStrictEqual(JSON.parse(text), { imports: { a: "npm:a@1" } });
});

Deno.test("withImports() refuses what is no JSON object", () => {
  for (const text of ["", "5", "[]", "{ imports"]) {
    throws(() => withImports(text, { a: "b" }), /no JSON object/, text);
  }
});

Deno.test("withImports() says what is wrong with imports, and where", () => {
  const add = { a: "b" };
  throws(() => withImports('{ "imports": 3 }', add), /"imports" are no object/);
  throws(() => withImports('{\n"a" 1\n}', add), /no JSON object: see line 2$/);
});

Deno.test("libraryImports() has each package that the library imports", () => {
  const names = Object.keys(libraryImports());
  const missing = new Set<string>();
  const visit = (folder: URL) => {
    for (const entry of Deno.readDirSync(folder)) {
      const url = new URL(entry.name, folder);
      if (entry.isDirectory) visit(new URL(`${url}/`));
      else if (/(?<!\.d)\.ts$/.test(entry.name)) {
        const text = Deno.readTextFileSync(url);
        const resolved = [
          ...text.matchAll(/import\.meta\.resolve\(\s*[`"]((?!\.)[^`"$]+)/g),
        ]
          .map(([, name]) => name);
        const imported = ts.preProcessFile(text).importedFiles
          .map(({ fileName }) => fileName);
        for (const name of [...imported, ...resolved]) {
          if (/^(?:\.|node:|thaw$)/.test(name)) continue;
          const known = names.some((it) =>
            it === name || (it.endsWith("/") && name.startsWith(it))
          );
          if (!known) missing.add(name);
        }
      }
    }
  };
  visit(new URL("../../../lib/", import.meta.url));
  deepStrictEqual([...missing], []);
});

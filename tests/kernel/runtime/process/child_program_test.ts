import { ok, rejects, strictEqual, throws } from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import {
  childProgram,
  childProgramOrError,
} from "../../../../kernel/runtime/process/child_program.ts";

const CHILD = new URL("../../../../kernel/child/", import.meta.url);

async function built(modules: Record<string, string>): Promise<string> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(modules)) {
      await Deno.writeTextFile(join(folder, name), text);
    }
    return childProgram(pathToFileURL(join(folder, "main.ts")));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("INVARIANT: the child's program has no import that a map can turn", () => {
  const program = childProgram(new URL("main.ts", CHILD));
  const { importedFiles } = ts.preProcessFile(program, true, true);
  strictEqual(importedFiles.map(({ fileName }) => fileName).join(), "");
  const file = ts.createSourceFile("a.js", program, ts.ScriptTarget.ESNext);
  const isModuleCode = file.statements.some((statement) =>
    ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)
  );
  ok(!isModuleCode);
});

Deno.test("INVARIANT: child/ imports nothing of the kernel but bridge/", () => {
  const wrong: string[] = [];
  const visit = (folder: URL) => {
    for (const entry of Deno.readDirSync(folder)) {
      const url = new URL(entry.name, folder);
      if (entry.isDirectory) visit(new URL(`${url}/`));
      else if (entry.name.endsWith(".ts")) {
        const text = Deno.readTextFileSync(url);
        for (const { fileName } of ts.preProcessFile(text).importedFiles) {
          if (fileName.startsWith("node:")) continue;
          const target = new URL(fileName, url).href;
          if (!/\/kernel\/(child|bridge)\//.test(target)) {
            wrong.push(`${url} -> ${fileName}`);
          }
        }
      }
    }
  };
  visit(CHILD);
  strictEqual(wrong.join("\n"), "");
});

Deno.test("childProgram() joins modules, each once", async () => {
  const program = await built({
    "main.ts":
      'import { type T, a, b as c } from "./a.ts";\nimport { d } from "./d.ts";\nimport path, { sep } from "node:path";\nconst t: T = 1;\nglobalThis.result = [a(), c, d, t, path.sep === sep].join();',
    "a.ts":
      'import { d } from "./d.ts";\nexport type T = number;\nexport function a(): string {\n  return "a" + d;\n}\nexport const b = 2;',
    "d.ts":
      "globalThis.loads = (globalThis.loads ?? 0) + 1;\nexport const {\n  d,\n  e,\n} = { d: 4, e: 5 };",
  });
  new Function("process", program)({
    getBuiltinModule: () => ({ default: null, sep: "/" }),
  });
  const { result, loads } = globalThis as unknown as Record<string, unknown>;
  strictEqual(result, "a4,2,4,1,true");
  strictEqual(loads, 1);
});

Deno.test("childProgram() refuses forms that it does not know", async () => {
  const forms = [
    'import * as a from "./a.ts";',
    "export let a = 1;",
    "export default 1;",
    'export { a } from "./a.ts";',
    'export * from "./a.ts";',
    'import "./a.ts";',
  ];
  for (const form of forms) {
    const modules = { "main.ts": form, "a.ts": "export const a = 1;" };
    await rejects(() => built(modules), /not understood/, form);
  }
});

Deno.test("childProgram() refuses a circle", async () => {
  const modules = {
    "main.ts": 'import { a } from "./a.ts";\nexport const m = a;',
    "a.ts": 'import { m } from "./main.ts";\nexport const a = m;',
  };
  await rejects(() => built(modules), /circle/);
});

Deno.test("childProgramOrError() is a program that names the file with the mistake", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const entry = pathToFileURL(join(folder, "main.ts"));
    await Deno.writeTextFile(entry, 'import { a } from "./a.ts";\na();');
    await Deno.writeTextFile(join(folder, "a.ts"), "export const a = ;");
    const run = new Function(childProgramOrError(entry));
    throws(() => run(), /a\.ts: /);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

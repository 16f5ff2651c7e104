import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { readCompilerOptions } from "../../../kernel/config/read_compiler_options.ts";

/** Reads `path` in a folder with these files. */
async function read(
  files: Record<string, unknown>,
  path = "deno.json",
) {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const file = join(folder, name);
      await Deno.mkdir(join(file, ".."), { recursive: true });
      const text = `// A comment\n${JSON.stringify(content)}`;
      await Deno.writeTextFile(file, text);
    }
    return readCompilerOptions(join(folder, path));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function readJsx(compilerOptions: object) {
  const { jsx } = await read(
    { "deno.jsonc": { compilerOptions } },
    "deno.jsonc",
  );
  return [jsx.importSource, jsx.factory, jsx.fragmentFactory];
}

Deno.test("readCompilerOptions() takes what is said of JSX", async () => {
  deepStrictEqual(
    await readJsx({ jsx: "react-jsx", jsxImportSource: "preact" }),
    ["preact", undefined, undefined],
  );
  deepStrictEqual(
    await readJsx({ jsx: "precompile" }),
    ["react", undefined, undefined],
  );
  deepStrictEqual(
    await readJsx({ jsxFactory: "h", jsxFragmentFactory: "Fragment" }),
    [undefined, "h", "Fragment"],
  );
  deepStrictEqual(await readJsx({}), [undefined, undefined, undefined]);
});

Deno.test("readCompilerOptions() makes do without a file", () => {
  deepStrictEqual(
    readCompilerOptions("/no/deno.json").jsx.importSource,
    undefined,
  );
});

Deno.test("readCompilerOptions() takes metadata with experimental decorators only", async () => {
  const both = { experimentalDecorators: true, emitDecoratorMetadata: true };
  const first = await read({ "deno.json": { compilerOptions: both } });
  deepStrictEqual(
    [first.experimentalDecorators, first.emitDecoratorMetadata],
    [true, true],
  );
  const alone = { emitDecoratorMetadata: true };
  const second = await read({ "deno.json": { compilerOptions: alone } });
  deepStrictEqual(second.emitDecoratorMetadata, false);
});

Deno.test("readCompilerOptions() takes tsconfig.json and what it extends", async () => {
  const files = {
    "package.json": { name: "x" },
    "tsconfig.json": {
      extends: "./base",
      compilerOptions: { verbatimModuleSyntax: false },
    },
    "base.json": {
      compilerOptions: {
        experimentalDecorators: true,
        verbatimModuleSyntax: true,
      },
    },
  };
  const options = await read(files, "package.json");
  deepStrictEqual(options.experimentalDecorators, true);
  deepStrictEqual(options.verbatimModuleSyntax, false);
  // It may be about other folders than the notebook's, as what it extends says.
  const base = { ...files["base.json"], include: ["src"] };
  const elsewhere = await read({ ...files, "base.json": base }, "package.json");
  deepStrictEqual(elsewhere.experimentalDecorators, false);
  // As under `deno run`: not where the deno.json has options of its own.
  const beside = { ...files, "deno.json": { compilerOptions: {} } };
  const { experimentalDecorators } = await read(beside);
  deepStrictEqual(experimentalDecorators, false);
});

Deno.test("readCompilerOptions() takes those of the workspace, the member's first", async () => {
  const files = {
    "deno.json": {
      workspace: ["./a/b"],
      compilerOptions: { experimentalDecorators: true, jsxFactory: "h" },
    },
    "a/b/deno.json": {
      compilerOptions: { emitDecoratorMetadata: true, jsxFactory: "k" },
    },
    "c/deno.json": {},
  };
  const member = await read(files, "a/b/deno.json");
  deepStrictEqual(member.emitDecoratorMetadata, true);
  deepStrictEqual(member.jsx.factory, "k");
  const other = { ...files["deno.json"], workspace: ["./c"] };
  for (const above of [{}, other]) {
    const alone = await read({ ...files, "deno.json": above }, "a/b/deno.json");
    deepStrictEqual(alone.jsx.factory, "k");
    deepStrictEqual(alone.experimentalDecorators, false);
  }
});

import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { readJsxOptions } from "../../../kernel/config/read_jsx_options.ts";

Deno.test("readJsxOptions() takes what compilerOptions say", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "deno.jsonc");
  const read = async (compilerOptions: object) => {
    const config = `// A comment\n${JSON.stringify({ compilerOptions })}`;
    await Deno.writeTextFile(path, config);
    const { importSource, factory, fragmentFactory } = readJsxOptions(path);
    return [importSource, factory, fragmentFactory];
  };
  try {
    deepStrictEqual(
      await read({ jsx: "react-jsx", jsxImportSource: "preact" }),
      ["preact", undefined, undefined],
    );
    deepStrictEqual(
      await read({ jsx: "precompile" }),
      ["react", undefined, undefined],
    );
    deepStrictEqual(
      await read({ jsxFactory: "h", jsxFragmentFactory: "Fragment" }),
      [undefined, "h", "Fragment"],
    );
    deepStrictEqual(await read({}), [undefined, undefined, undefined]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("readJsxOptions() makes do without a file", () => {
  deepStrictEqual(readJsxOptions("/no/deno.json").importSource, undefined);
});

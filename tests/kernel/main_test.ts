import { match, strictEqual } from "node:assert/strict";
import { main } from "../../kernel/main.ts";

/** The exit code and what was said. */
async function said(...args: string[]): Promise<[number, string]> {
  const lines: unknown[] = [];
  const { error, log } = console;
  console.error = console.log = (line) => lines.push(line);
  try {
    return [await main(args), lines.join("\n")];
  } finally {
    Object.assign(console, { error, log });
  }
}

Deno.test("main() refuses what it does not know, in words and with code 2", async () => {
  const file = await Deno.makeTempFile();
  await Deno.writeTextFile(file, '{"shell_port": 1}');
  const cases: [string[], RegExp][] = [
    [[], /a connection file is needed/],
    [["--conection", "a.json"], /unknown option --conection/],
    [["--allow-raed", "a.json"], /no permission --allow-raed; it has read/],
    [["--allow-read=", "a.json"], /--allow-read= names nothing/],
    [["/no/such.json"], /\/no\/such.json: no such file/],
    [[file], /iopub_port is not a port: undefined/],
  ];
  for (const [args, words] of cases) {
    const [code, text] = await said(...args);
    strictEqual(code, 2, text);
    match(text, words);
  }
  await Deno.remove(file);
});

Deno.test("main() shows its help", async () => {
  const [code, text] = await said("--help");
  strictEqual(code, 0);
  match(text, /Usage: thaw kernel .*CONNECTION_FILE/);
});

Deno.test({
  name: "main() ends with code 1 on what it did not foresee, and says it",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const before = Deno.cwd();
    const file = await Deno.makeTempFile();
    const ports = ["shell", "iopub", "stdin", "control", "hb"].map((name) => {
      using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      return [`${name}_port`, listener.addr.port];
    });
    await Deno.writeTextFile(file, JSON.stringify(Object.fromEntries(ports)));
    // A folder that is gone: the kernel can't ask where it is.
    Deno.chdir(folder);
    await Deno.remove(folder);
    try {
      const [code, text] = await said(file);
      strictEqual(code, 1, text);
      match(text, /^thaw kernel: .*(cwd|No such file)/);
    } finally {
      Deno.chdir(before);
      await Deno.remove(file);
    }
  },
  // Its sockets live as long as the process.
  sanitizeOps: false,
  sanitizeResources: false,
});

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

/**
 * What each command says of itself, by the table that shells complete.
 */

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { check } from "../../../kernel/check/check.ts";
import { clean } from "../../../kernel/commands/clean.ts";
import { completions, OPTIONS } from "../../../kernel/commands/completions.ts";
import { convert } from "../../../kernel/commands/convert.ts";
import { diff } from "../../../kernel/commands/diff.ts";
import { init } from "../../../kernel/commands/init.ts";
import { newNotebook } from "../../../kernel/commands/new.ts";
import { HELP as INSTALL } from "../../../kernel/install/options.ts";
import { main } from "../../../kernel/main.ts";
import { run } from "../../../kernel/run/run.ts";

const COMMANDS: Record<string, (args: string[]) => Promise<number>> = {
  run,
  check,
  convert,
  clean,
  diff,
  init,
  new: newNotebook,
  completions,
  // A program of its own prints this.
  install: () => Promise.resolve((console.log(INSTALL), 0)),
  kernel: main,
};

Deno.test("each command's help names its options, and has an example", async () => {
  deepStrictEqual(Object.keys(COMMANDS).sort(), Object.keys(OPTIONS).sort());
  const { log } = console;
  const { writeSync } = Deno.stdout;
  for (const [name, command] of Object.entries(COMMANDS)) {
    let text = "";
    console.log = (line) => text += line;
    Deno.stdout.writeSync = (bytes) => {
      text += new TextDecoder().decode(bytes);
      return bytes.length;
    };
    try {
      strictEqual(await command(["--help"]), 0, name);
    } finally {
      console.log = log;
      Deno.stdout.writeSync = writeSync;
    }
    match(text, new RegExp(`Usage: (thaw|deno task) ${name}`));
    match(text, /Examples?\n {2}|git config/, name);
    const untold = OPTIONS[name].filter((option) =>
      !/^((allow|deny)-|help$)/.test(option) && !text.includes(`--${option}`)
    );
    deepStrictEqual(untold, [], `thaw ${name} --help`);
  }
});

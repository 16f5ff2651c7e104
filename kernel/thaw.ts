/**
 * The command `thaw`. Each subcommand is loaded when it is called, so none
 * slows another down.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import config from "../deno.json" with { type: "json" };

const HELP = `Thaw: notebooks in TypeScript.

Usage: thaw COMMAND [options]

  run       Run notebooks without a browser
  install   Register the kernel with Jupyter
  kernel    Serve a connection file, as Jupyter has it done

  --help    Show this, or after a command what it can do
  --version Show which version this is`;

/**
 * Runs one command.
 *
 * @returns The exit code.
 */
async function thaw([command, ...args]: string[]): Promise<number> {
  if (command === "--version" || args.includes("--version")) {
    console.log(`thaw ${config.version}`);
    return 0;
  }
  switch (command) {
    case "run":
      return await (await import("./run/run.ts")).run(args);
    case "install":
      return await install(args);
    case "kernel":
      return await (await import("./main.ts")).main(args);
    case "--help":
    case "-h":
      console.log(HELP);
      return 0;
    case undefined:
      console.error(HELP);
      return 2;
    default:
      console.error(`thaw: no command ${command}; see thaw --help`);
      return 2;
  }
}

/** Runs `install.ts`, which is a program of its own. */
async function install(args: string[]): Promise<number> {
  const script = fileURLToPath(import.meta.resolve("../install.ts"));
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--quiet", script, ...args],
  }).spawn().status;
  return code;
}

if (import.meta.main) Deno.exit(await thaw(Deno.args));

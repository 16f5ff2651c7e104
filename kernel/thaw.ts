/**
 * The command `thaw`. Each subcommand is loaded when it is called, so none
 * slows another down.
 *
 * @module
 */

import { join } from "node:path";
import type * as Run from "./run/run.ts";
import type * as Check from "./check/check.ts";
import type * as Convert from "./commands/convert.ts";
import type * as Clean from "./commands/clean.ts";
import type * as Diff from "./commands/diff.ts";
import type * as Init from "./commands/init.ts";
import type * as New from "./commands/new.ts";
import type * as Completions from "./commands/completions.ts";
import type * as Main from "./main.ts";
import type * as Said from "./run/said.ts";
import type * as Nearest from "./config/nearest.ts";
import { onDemand } from "./system/on_demand.ts";
import { olderDeno } from "./config/older_deno.ts";
import config from "../deno.json" with { type: "json" };

/** What a subcommand does, in a line, and how it is called. */
interface Command {
  about: string;
  /** @returns The exit code. */
  run(args: string[]): Promise<number>;
}

const COMMANDS: Record<string, Command> = {
  run: {
    about: "Run notebooks without a browser",
    run: async (args) => {
      const { run }: typeof Run = await import(onDemand("./run/run.ts"));
      return await run(args);
    },
  },
  check: {
    about: "Run notebooks again and compare with what is saved",
    run: async (args) => {
      const { check }: typeof Check = await import(
        onDemand("./check/check.ts")
      );
      return await check(args);
    },
  },
  convert: {
    about: "Turn notebooks into scripts, Markdown and HTML, and back",
    run: async (args) => {
      const { convert }: typeof Convert = await import(
        onDemand("./commands/convert.ts")
      );
      return await convert(args);
    },
  },
  clean: {
    about: "Take outputs out of notebooks, for version control",
    run: async (args) => {
      const { clean }: typeof Clean = await import(
        onDemand("./commands/clean.ts")
      );
      return await clean(args);
    },
  },
  diff: {
    about: "Show what differs between two notebooks",
    run: async (args) => {
      const { diff }: typeof Diff = await import(
        onDemand("./commands/diff.ts")
      );
      return await diff(args);
    },
  },
  init: {
    about: "Make the library importable in a project of your own",
    run: async (args) => {
      const { init }: typeof Init = await import(
        onDemand("./commands/init.ts")
      );
      return await init(args);
    },
  },
  new: {
    about: "Make a notebook to begin with",
    run: async (args) => {
      const { newNotebook }: typeof New = await import(
        onDemand("./commands/new.ts")
      );
      return await newNotebook(args);
    },
  },
  completions: {
    about: "Print what bash, zsh or fish need to complete thaw",
    run: async (args) => {
      const { completions }: typeof Completions = await import(
        onDemand("./commands/completions.ts")
      );
      return await completions(args);
    },
  },
  install: {
    about: "Register the kernel with Jupyter",
    run: install,
  },
  kernel: {
    about: "Serve a connection file, as Jupyter has it done",
    run: async (args) => {
      const { main }: typeof Main = await import(onDemand("./main.ts"));
      return await main(args);
    },
  },
};

function help(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  return [
    "Thaw: notebooks in TypeScript.",
    "",
    "Usage: thaw COMMAND [options]",
    "",
    ...Object.entries(COMMANDS)
      .map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`),
    "",
    `  ${"--help".padEnd(width)}  Show this, or after a command what it can do`,
    `  ${"--version".padEnd(width)}  Show which version this is`,
  ].join("\n");
}

async function say(text: string): Promise<number> {
  const { said }: typeof Said = await import(onDemand("./run/said.ts"));
  return said("thaw", text);
}

/**
 * Runs one command.
 *
 * @returns The exit code.
 */
async function thaw(given: string[]): Promise<number> {
  // `deno task thaw -- run FILE` is how npm has it.
  const [name, ...args] = given[0] === "--" ? given.slice(1) : given;
  if (name === "--version" && args.length > 0) {
    console.error(`thaw: nothing follows --version, such as ${args[0]}`);
    return 2;
  }
  if (name === "--version" || args.includes("--version")) {
    return await say(`thaw ${config.version}`);
  }
  if (name === "--help" || name === "-h") {
    return await say(help());
  }
  if (name === undefined) {
    console.error(help());
    return 2;
  }
  if (Object.hasOwn(COMMANDS, name)) return await called(name, args);
  const { didYouMean }: typeof Nearest = await import(
    onDemand("./config/nearest.ts")
  );
  if (name.startsWith("-")) {
    const meant = didYouMean(name, ["--help", "--version"]);
    console.error(
      `thaw: there is no option ${name}${meant}; see thaw --help. A command ` +
        "comes first, and its options after it",
    );
    return 2;
  }
  const meant = /\.(ipynb|[cm]?[jt]s|py|md|qmd|rmd)$/i.test(name)
    ? ` (did you mean run ${name}?)`
    : didYouMean(name, Object.keys(COMMANDS));
  console.error(
    `thaw: no command ${name === "" ? '""' : name}${meant}; see thaw --help`,
  );
  return 2;
}

/** Runs a command, or says why Deno can't load it. */
async function called(name: string, args: string[]): Promise<number> {
  try {
    return await COMMANDS[name].run(args);
  } catch (error) {
    const reason = unloaded(error);
    if (reason === undefined) throw error;
    console.error(`thaw ${name}: ${reason}`);
    return 2;
  }
}

/** What Deno says of a package that it can't fetch or keep, in one line. */
function unloaded(error: unknown): string | undefined {
  const { message } = error as Error;
  if (!(error instanceof TypeError) || !/npm package/.test(message)) return;
  // The causes are numbered; the last line is the place of an import of ours.
  const lines = message.split("\n").map((line) => line.trim())
    .filter((line) => !line.startsWith("at "))
    .map((line) => line.replace(/^\d+: /, ""));
  const folder = Deno.env.get("DENO_DIR");
  return `${lines.join(": ")}; packages are kept in Deno's cache, ` +
    (folder ? `DENO_DIR=${folder}` : "which DENO_DIR names");
}

/** Runs `install.ts`, which is a program of its own. */
async function install(args: string[]): Promise<number> {
  const script = join(import.meta.dirname!, "..", "install.ts");
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--quiet", script, ...args],
  }).spawn().status;
  return code;
}

if (import.meta.main) {
  try {
    const older = olderDeno(Deno.version.deno);
    if (older) {
      console.error(`thaw: ${older}`);
      Deno.exit(2);
    }
    Deno.exit(await thaw(Deno.args));
  } catch (error) {
    // Thrown on while a kernel is served here, it would only be logged, and the
    // command would pass.
    console.error(error);
    Deno.exit(1);
  }
}

/**
 * The command line of `install.ts`.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { argumentError } from "../config/argument_error.ts";
import { quoted } from "../config/quoted.ts";
import { InstallError } from "./install_error.ts";
import { DISPLAY_NAME } from "./kernelspec.ts";
import {
  cellPermissions,
  PermissionFlagError,
} from "../config/cell_permissions.ts";
import { isPermission } from "../config/permission_flags.ts";

/** What `--help` prints. */
export const HELP =
  `Registers the TypeScript kernel with Jupyter, and writes the command \`thaw\`.

Usage: deno task install [options]

Where
  (no option)          for you alone
  --prefix DIR         into DIR/share/jupyter and DIR/bin
  --sys-prefix         into the environment of the python3 on PATH

What
  --name NAME          the kernel's name for Jupyter            [thaw]
  --display-name TEXT  its name for people        [TypeScript (Thaw)]
  --allow-..., --deny-...
                       what cells may do, as for \`deno run\`: read, write, net,
                       env, sys, run, ffi, import. Relative paths are relative
                       to the notebook's folder. Without any, cells may do all
                       that you may.

  --widgets            also fetch the front ends of widgets for JupyterLab:
                       jupyterlab_widgets and anywidget from PyPI, 0.5 MB

How
  --dry-run            say what would be written or removed, and stop
  --uninstall          remove what was written to that place under that name
  --help               print this

Examples
  deno task install
  deno task install --name thaw-safe --allow-read=. --allow-net=example.com
  deno task install --sys-prefix --widgets
`;

/** Where the kernel goes: the user's Jupyter, a prefix, or Python's. */
export type Place =
  | { kind: "user" }
  | { kind: "prefix"; prefix: string }
  | { kind: "sys-prefix" };

/** A parsed command line. */
export interface InstallOptions {
  help: boolean;
  place: Place;
  name: string;
  displayName: string;
  /** Flags for the kernel's command line; empty means all. */
  permissions: string[];
  /** Whether the front ends of widgets are fetched, too. */
  widgets: boolean;
  uninstall: boolean;
  dryRun: boolean;
}

/**
 * Reads the command line.
 *
 * @throws {InstallError} On an argument it does not know or can't use.
 */
export function parseOptions(args: string[]): InstallOptions {
  const { values } = parse(args.filter((argument) => !isPermission(argument)));
  const { prefix } = values;
  const name = values.name ?? "thaw";

  if (prefix !== undefined && values["sys-prefix"]) {
    throw new InstallError("--prefix and --sys-prefix exclude each other");
  }
  if (prefix === "") throw new InstallError("--prefix needs a folder");
  // The rule of jupyter_client's KernelSpecManager.
  if (!/^[a-z0-9._-]+$/i.test(name)) {
    throw new InstallError(
      `--name takes letters, digits, ".", "-" and "_", not ${quoted(name)}`,
    );
  }
  const displayName = values["display-name"] ?? DISPLAY_NAME;
  if (displayName.trim() === "") {
    throw new InstallError("--display-name is empty");
  }
  return {
    help: values.help ?? false,
    place: prefix !== undefined
      ? { kind: "prefix", prefix }
      : { kind: values["sys-prefix"] ? "sys-prefix" : "user" },
    name,
    displayName,
    permissions: permissions(args),
    widgets: values.widgets ?? false,
    uninstall: values.uninstall ?? false,
    dryRun: values["dry-run"] ?? false,
  };
}

function permissions(args: string[]): string[] {
  try {
    return cellPermissions(args.filter(isPermission));
  } catch (error) {
    if (!(error instanceof PermissionFlagError)) throw error;
    throw new InstallError(error.message);
  }
}

const OPTIONS = {
  "help": { type: "boolean", short: "h" },
  "prefix": { type: "string" },
  "sys-prefix": { type: "boolean" },
  "name": { type: "string" },
  "display-name": { type: "string" },
  "uninstall": { type: "boolean" },
  "widgets": { type: "boolean" },
  "dry-run": { type: "boolean" },
} as const;

function parse(given: string[]) {
  // `deno task install -- --dry-run` is how npm has it.
  const args = given[0] === "--" ? given.slice(1) : given;
  try {
    return parseArgs({ args, options: OPTIONS });
  } catch (error) {
    throw new InstallError(
      `${argumentError(error as Error, OPTIONS)} (see --help)`,
    );
  }
}

/**
 * The options that all commands share which run notebooks: `thaw run` and
 * `thaw check`.
 *
 * @module
 */

import type { ParseArgsConfig } from "node:util";
import type { Server } from "../client/server_api.ts";
import {
  cellPermissions,
  PermissionFlagError,
} from "../config/cell_permissions.ts";
import { quoted } from "../config/quoted.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import {
  named,
  parseCells,
  parseCount,
  parseMebibytes,
  parseSeconds,
  parseTags,
} from "./option_values.ts";
import { serverAddress } from "./server_address.ts";
import type { Values } from "./split_arguments.ts";

/** Which cells of a notebook run. */
export interface CellChoice {
  /** Places among the code cells, from 1; nothing means all. */
  cells: [first: number, last: number][] | undefined;
  /** One of these must be there; nothing means all. */
  tags: string[] | undefined;
  skipTags: string[];
}

/** What the user asked for, by whichever of them. */
export interface CommonOptions extends CellChoice {
  files: string[];
  exclude: string[];
  kernel: string | undefined;
  /** Deno's flags for TypeScript cells; nothing means as installed. */
  permissions: string[] | undefined;
  /** That has the kernels. */
  server: Server | undefined;
  /** Per cell, in ms. */
  timeout: number | undefined;
  /** Per notebook, in ms. */
  timeLimit: number | undefined;
  /** Of a kernel with all it started, in MiB. */
  memoryLimit: number | undefined;
  jobs: number;
  retries: number;
  verbose: boolean;
  /** Texts by name, as typed after --set. */
  settings: Map<string, string>;
  /** The file with more of them. */
  params: string | undefined;
  report: string | undefined;
  /** Whether the report's figures are drawn by Plotly. */
  interactive: boolean;
  /** A file of Markdown that the report shows, too. */
  about: string | undefined;
  junit: string | undefined;
  json: string | undefined;
  help: boolean;
}

/** Their names and types, for `parseArgs()`. */
export const COMMON_OPTIONS = {
  exclude: { type: "string", multiple: true },
  set: { type: "string", multiple: true },
  params: { type: "string" },
  cells: { type: "string" },
  tags: { type: "string" },
  "skip-tags": { type: "string" },
  jobs: { type: "string" },
  kernel: { type: "string" },
  server: { type: "string" },
  token: { type: "string" },
  timeout: { type: "string" },
  "time-limit": { type: "string" },
  "memory-limit": { type: "string" },
  retries: { type: "string" },
  verbose: { type: "boolean" },
  report: { type: "string" },
  interactive: { type: "boolean" },
  about: { type: "string" },
  junit: { type: "string" },
  json: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsConfig["options"];

/**
 * Reads the values of these options.
 *
 * @throws {BadInputError} If a value makes no sense.
 */
export function commonOptions(
  command: string,
  values: Values,
  files: string[],
  flags: string[],
): CommonOptions {
  refuseContradictions(values, flags);
  const options = {
    files,
    exclude: texts(values.exclude).map((pattern) =>
      named("--exclude", pattern)
    ),
    kernel: named("--kernel", text(values.kernel)),
    permissions: permissions(flags),
    server: server(text(values.server), text(values.token)),
    timeout: parseSeconds("--timeout", text(values.timeout)),
    timeLimit: parseSeconds("--time-limit", text(values["time-limit"])),
    memoryLimit: parseMebibytes(
      "--memory-limit",
      text(values["memory-limit"]),
    ),
    jobs: parseCount("--jobs", text(values.jobs), 1) ?? 1,
    retries: parseCount("--retries", text(values.retries), 0) ?? 0,
    cells: parseCells("--cells", text(values.cells)),
    tags: parseTags("--tags", text(values.tags)),
    skipTags: parseTags("--skip-tags", text(values["skip-tags"])) ?? [],
    verbose: values.verbose === true,
    settings: new Map(texts(values.set).map(parseSetting)),
    params: named("--params", text(values.params)),
    report: reportFile("--report", text(values.report)),
    interactive: values.interactive === true,
    about: named("--about", text(values.about)),
    junit: reportFile("--junit", text(values.junit)),
    json: reportFile("--json", text(values.json)),
    help: values.help === true,
  };
  // Checked last: an option may have taken the file's name for its value, and
  // what that option says is then the better message.
  if (files.length === 0 && !options.help) {
    throw new BadInputError(`no notebook given; see ${command} --help`);
  }
  return options;
}

/** @throws {BadInputError} If an option needs another, or excludes it. */
function refuseContradictions(values: Values, flags: string[]): void {
  const isGiven = (name: string) => values[name] !== undefined;
  const server = isGiven("server");
  const memoryLimit = isGiven("memory-limit");
  const wrong: [boolean, string][] = [
    [
      flags.length > 0 && server,
      `${flags[0]} restricts kernels of this machine, not those of --server`,
    ],
    [isGiven("token") && !server, "--token is for --server"],
    [
      Boolean(values.interactive) && !isGiven("report"),
      "--interactive is for --report",
    ],
    [memoryLimit && server, "--memory-limit can't watch kernels of --server"],
    [
      memoryLimit && Deno.build.os === "windows",
      "--memory-limit can't watch kernels on Windows",
    ],
    [
      isGiven("about") && !isGiven("report"),
      "--about is for the page of --report",
    ],
  ];
  const found = wrong.find(([isSo]) => isSo);
  if (found) throw new BadInputError(found[1]);
}

function text(value: Values[string]): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function texts(value: Values[string]): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function reportFile(option: string, value: string | undefined) {
  if (value === "-") {
    throw new BadInputError(
      `${option} takes a file, not -: standard output has the notebooks' paths`,
    );
  }
  return named(option, value);
}

function permissions(flags: string[]): string[] | undefined {
  if (flags.length === 0) return undefined;
  try {
    return cellPermissions(flags);
  } catch (error) {
    if (!(error instanceof PermissionFlagError)) throw error;
    throw new BadInputError(error.message);
  }
}

function server(
  url: string | undefined,
  token: string | undefined,
): Server | undefined {
  return url === undefined ? undefined : serverAddress(url, token);
}

function parseSetting(text: string): [string, string] {
  const [, name, value] = /^([\p{ID_Start}$_][\p{ID_Continue}$]*)=(.*)$/su
    .exec(text) ?? [];
  if (name === undefined) {
    throw new BadInputError(`--set takes NAME=VALUE, not ${quoted(text)}`);
  }
  return [name, value];
}

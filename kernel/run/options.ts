/**
 * The command line of `thaw run`.
 *
 * @module
 */

import { parseArgs, type ParseArgsConfig } from "node:util";
import { argumentError } from "../config/argument_error.ts";
import {
  cellPermissions,
  PermissionFlagError,
} from "../config/cell_permissions.ts";
import { isPermission } from "../config/permission_flags.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import {
  parseCells,
  parseCount,
  parseMebibytes,
  parseSeconds,
  parseTags,
} from "./option_values.ts";

/** Where an executed notebook goes. */
export type Destination =
  | { kind: "beside" }
  | { kind: "inplace" }
  | { kind: "folder"; folder: string }
  | { kind: "memory" };

/** Which cells of a notebook run. */
export interface CellChoice {
  /** Places among the code cells, from 1; nothing means all. */
  cells: [first: number, last: number][] | undefined;
  /** One of these must be there; nothing means all. */
  tags: string[] | undefined;
  skipTags: string[];
}

/** A Jupyter server that has the kernels. */
export interface ServerAddress {
  url: string;
  token: string | undefined;
}

/** What the user asked for. */
export interface RunOptions extends CellChoice {
  files: string[];
  exclude: string[];
  destination: Destination;
  kernel: string | undefined;
  /** Deno's flags for TypeScript cells; nothing means as installed. */
  permissions: string[] | undefined;
  server: ServerAddress | undefined;
  /** Per cell, in ms. */
  timeout: number | undefined;
  /** Per notebook, in ms. */
  timeLimit: number | undefined;
  /** Of a kernel with all it started, in MiB. */
  memoryLimit: number | undefined;
  jobs: number;
  retries: number;
  keepGoing: boolean;
  resume: boolean;
  /** Whether type errors count, or nothing else does. */
  types?: "checked" | "only";
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

/** What all commands take that run notebooks, for `parseArgs()`. */
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

/** What `thaw run` takes, for `parseArgs()`; shells complete it, too. */
export const RUN_OPTIONS = {
  ...COMMON_OPTIONS,
  out: { type: "string" },
  inplace: { type: "boolean" },
  update: { type: "boolean" },
  resume: { type: "boolean" },
  "keep-going": { type: "boolean" },
  check: { type: "boolean" },
  "check-only": { type: "boolean" },
} as const satisfies ParseArgsConfig["options"];

/** Options by name, as `parseArgs()` returns them. */
export type Values = Partial<
  Record<string, string | boolean | (string | boolean)[]>
>;

/**
 * Reads the arguments after `thaw run`.
 *
 * @throws {BadInputError} If they make no sense.
 */
export function parseOptions(args: string[]): RunOptions {
  const { values, files, flags } = splitArguments(args, RUN_OPTIONS);
  const inplace = values.inplace || values.update;
  if (values.inplace && values.out !== undefined) {
    throw new BadInputError("--out and --inplace exclude each other");
  }
  if (values.out === "") throw new BadInputError("--out needs a folder");
  const options = commonOptions("thaw run", values, files, flags);
  if (files.includes("-")) {
    if (files.length > 1 || inplace || values.resume) {
      throw new BadInputError(
        "- stands alone: neither with more files nor --inplace nor --resume",
      );
    }
  }
  return {
    ...options,
    destination: inplace
      ? { kind: "inplace" }
      : values.out !== undefined
      ? { kind: "folder", folder: String(values.out) }
      : { kind: "beside" },
    resume: values.resume === true,
    keepGoing: values["keep-going"] === true,
    types: values["check-only"] ? "only" : values.check ? "checked" : undefined,
  };
}

/**
 * Takes a command line apart.
 *
 * @throws {BadInputError} If an option is unknown or lacks its value.
 */
export function splitArguments(
  args: string[],
  options: NonNullable<ParseArgsConfig["options"]>,
): { values: Values; files: string[]; flags: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: args.filter((arg) => !isPermission(arg)),
      allowPositionals: true,
      options,
    });
    const files = positionals;
    return {
      values: values as Values,
      files,
      flags: args.filter(isPermission),
    };
  } catch (error) {
    throw new BadInputError(argumentError(error as Error, options));
  }
}

/**
 * The options that all commands share which run notebooks.
 *
 * @throws {BadInputError} If a value makes no sense.
 */
export function commonOptions(
  command: string,
  values: Values,
  files: string[],
  flags: string[],
): Omit<RunOptions, "destination" | "resume" | "keepGoing"> {
  if (flags.length > 0 && values.server !== undefined) {
    throw new BadInputError(
      `${flags[0]} restricts kernels of this machine, not those of --server`,
    );
  }
  if (values.token !== undefined && values.server === undefined) {
    throw new BadInputError("--token is for --server");
  }
  if (values.interactive && values.report === undefined) {
    throw new BadInputError("--interactive is for --report");
  }
  if (values["memory-limit"] !== undefined && values.server !== undefined) {
    throw new BadInputError("--memory-limit can't watch kernels of --server");
  }
  if (
    values["memory-limit"] !== undefined && Deno.build.os === "windows"
  ) {
    throw new BadInputError("--memory-limit can't watch kernels on Windows");
  }
  if (values.about !== undefined && values.report === undefined) {
    throw new BadInputError("--about is for the page of --report");
  }
  const options = {
    files,
    exclude: texts(values.exclude),
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
    report: named("--report", text(values.report)),
    interactive: values.interactive === true,
    about: named("--about", text(values.about)),
    junit: named("--junit", text(values.junit)),
    json: named("--json", text(values.json)),
    help: values.help === true,
  };
  // Last: it may be an option's value that was taken for one of the others.
  if (files.length === 0 && !options.help) {
    throw new BadInputError(`no notebook given; see ${command} --help`);
  }
  return options;
}

function text(value: Values[string]): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function texts(value: Values[string]): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function named(option: string, value: string | undefined): string | undefined {
  if (value === "") throw new BadInputError(`${option} names nothing`);
  return value;
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
  token = Deno.env.get("JUPYTER_TOKEN"),
): ServerAddress | undefined {
  if (url === undefined) return undefined;
  const { protocol } = URL.parse(url) ?? {};
  if (protocol !== "http:" && protocol !== "https:") {
    throw new BadInputError(`--server is no http or https address: ${url}`);
  }
  return { url, token };
}

function parseSetting(text: string): [string, string] {
  const [, name, value] = /^([\p{ID_Start}$_][\p{ID_Continue}$]*)=(.*)$/su
    .exec(text) ?? [];
  if (name === undefined) {
    throw new BadInputError(`--set is not NAME=VALUE: ${text}`);
  }
  return [name, value];
}

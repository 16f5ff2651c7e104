/**
 * Where Deno's cache has the language server, and the packages it needs.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import process from "node:process";
import { projectOf } from "../config/project_flags.ts";
import { denoInfo } from "./project/deno_info.ts";
import type { Package } from "./project/module_graph.ts";

const PACKAGES = fileURLToPath(new URL("packages.ts", import.meta.url));

export interface Server {
  command: string;
  args: string[];
  /** Packages with Node's own types. */
  nodeTypes: Record<string, Package>;
}

/**
 * Asks Deno, which fetches the server if it is not in its cache yet.
 *
 * @throws {Error} If it can't be had, or not for this platform.
 */
export async function askedServer(
  fallback: { config: string; lock: string },
  cache: string,
): Promise<Server> {
  const folder = dirname(fallback.config);
  const isRestricted = true;
  const { flags } = await projectOf({ folder, isRestricted, fallback, cache });
  const { npmPackages } = await denoInfo(PACKAGES, folder, flags, {
    mayDownload: true,
  });
  const all = Object.entries(npmPackages);
  const name = `@typescript/typescript-${process.platform}-${process.arch}`;
  const native = all.find(([, one]) => one.name === name)?.[1];
  if (!native) throw new Error(`TypeScript has no server for ${name}`);
  const file = Deno.build.os === "windows" ? "tsc.exe" : "tsc";
  const command = join(native.localPath, "lib", file);
  Deno.statSync(command);
  const types = all.filter(([, one]) =>
    ["@types/node", "undici-types"].includes(one.name)
  );
  return {
    command,
    args: ["--lsp", "--stdio"],
    nodeTypes: Object.fromEntries(types),
  };
}

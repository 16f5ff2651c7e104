/**
 * The scripts that V8 knows, and whose they are.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import type { CdpSession } from "../cdp/session.ts";
import type { Events } from "../cdp/domains.ts";
import { isOfUser } from "../runtime/stop/running_code.ts";
import { ModuleSource } from "./module_source.ts";

export interface Script {
  id: string;
  /** `In[3]`, `In[3]*`, or a module's address. */
  url: string;
  endLine: number;
  /** The module as it was written; made when first asked for. */
  readonly source: ModuleSource | undefined;
}

/** Packages in Deno's cache, and those of a `node_modules`. */
const PACKAGE =
  /\/node_modules\/|\/npm\/[^/]+\/(?:@[^/]+\/)?[^/]+\/\d+\.[^/]*\//;

/** What is stepped over, but shown in stacks. */
export const PACKAGE_PATTERNS = [PACKAGE.source, "^https?:", "^npm:", "^jsr:"];

/** What is neither shown nor stepped into: Deno's own and the kernel's. */
export const KERNEL_PATTERNS = ["^ext:", "^node:", "\\$deno\\$stdin\\.js$"];

export class Scripts {
  readonly #scripts = new Map<string, Script>();
  readonly #undo: () => void;

  /** @param onParsed Called for each module that is loaded from here on. */
  constructor(session: CdpSession, onParsed: (script: Script) => void) {
    this.#undo = session.on("Debugger.scriptParsed", (event) => {
      const { scriptId, url } = event;
      if (url === "" || !isOfUser([url])) return;
      const script = scriptOf(event);
      this.#scripts.set(scriptId, script);
      onParsed(script);
    });
  }

  close(): void {
    this.#undo();
  }

  /** A script of the user's; undefined for the kernel's own and Deno's. */
  get(id: string): Script | undefined {
    return this.#scripts.get(id);
  }

  /** The scripts that are shown under a path: a module loaded anew is several. */
  ofPath(path: string): Script[] {
    return [...this.#scripts.values()]
      .filter(({ url }) => pathOfModule(url) === path);
  }

  named(url: string): Script[] {
    return [...this.#scripts.values()].filter((script) => script.url === url);
  }

  /** Local modules of the user's, each once, in the order in which they were loaded. */
  modulePaths(): string[] {
    const paths = [...this.#scripts.values()]
      .filter(({ url }) => url.startsWith("file:") && !isPackage(url))
      .map(({ url }) => pathOfModule(url));
    return [...new Set(paths)];
  }
}

function scriptOf(
  { scriptId, url, endLine, sourceMapURL }: Events["Debugger.scriptParsed"],
): Script {
  let source: ModuleSource | undefined;
  let isRead = false;
  return {
    id: scriptId,
    url,
    endLine,
    get source() {
      if (!isRead) source = ModuleSource.from(sourceMapURL);
      isRead = true;
      return source;
    },
  };
}

export function isModule(url: string): boolean {
  return /^(?:file|https?|data|blob):/.test(url);
}

export function isPackage(url: string): boolean {
  return PACKAGE_PATTERNS.some((pattern) => new RegExp(pattern).test(url));
}

/** The path of a local module; the address of another. */
export function pathOfModule(url: string): string {
  if (!url.startsWith("file:")) return url;
  // A module that was loaded anew has another address, with the same file.
  return fileURLToPath(url.replace(/\?v=\d+$/, ""));
}

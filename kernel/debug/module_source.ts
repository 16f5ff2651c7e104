/**
 * A module as it was written, from the source map that Deno put into what V8
 * runs.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { decodeMappings, type Mapping } from "../cell/emit/source_map.ts";
import { lastAtOrBefore } from "../cell/parse/line_starts.ts";

const INLINE = /^data:application\/json[^,]*;base64,/;

export class ModuleSource {
  readonly #lines: Mapping[][];

  private constructor(
    /** The source as it was written, if the map holds it. */
    readonly text: string | undefined,
    lines: Mapping[][],
  ) {
    this.#lines = lines;
  }

  /** @returns Undefined where there is no map, or one that can't be read. */
  static from(sourceMapURL: string | undefined): ModuleSource | undefined {
    const head = INLINE.exec(sourceMapURL ?? "")?.[0];
    if (head === undefined) return undefined;
    const json = Buffer.from(sourceMapURL!.slice(head.length), "base64");
    try {
      const { mappings, sourcesContent } = JSON.parse(String(json));
      const [text] = Array.isArray(sourcesContent) ? sourcesContent : [];
      return new ModuleSource(
        typeof text === "string" ? text : undefined,
        decodeMappings(mappings),
      );
    } catch {
      return undefined;
    }
  }

  /** Where a place of the script was written; all zero-based. */
  original(
    line: number,
    column: number,
  ): { line: number; column: number } | undefined {
    const segments = this.#lines[line] ?? [];
    const columns = segments.map(([start]) => start);
    const index = lastAtOrBefore(columns, column);
    if (index < 0) return undefined;
    const [, originalLine, originalColumn] = segments[index];
    return { line: originalLine, column: originalColumn };
  }
}

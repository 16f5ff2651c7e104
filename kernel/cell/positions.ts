/**
 * From places in the scripts of a cell back to the cell.
 *
 * @module
 */

import type { Place } from "../bridge/place.ts";
import type { CompiledCell } from "./compiled_cell.ts";
import type { Scripts } from "./emit/emit.ts";
import {
  editorLineStarts,
  engineLineStarts,
  positionOf,
} from "./parse/line_starts.ts";
import type { ParsedCell } from "./parse/parse_cell.ts";

/** Maps back; holds no tree, as cells are kept; its tables are made when first asked for. */
export function positions(
  source: string,
  { toSource, seam = -1 }: Pick<ParsedCell, "toSource" | "seam">,
  scripts: Scripts,
): Pick<CompiledCell, "position" | "places"> {
  const starts = new Map<string, number[]>();
  const once = (key: string, make: () => number[]) => {
    if (!starts.has(key)) starts.set(key, make());
    return starts.get(key)!;
  };
  const linesOf = (script: "prelude" | "body") =>
    once(script, () => engineLineStarts(scripts[script].text));
  const sourceOf = (script: "prelude" | "body", offset: number) => {
    const origin = scripts[script].origin(offset);
    if (origin === undefined) return undefined;
    const ownLines = once("source", () => editorLineStarts(source));
    return positionOf(ownLines, toSource(origin));
  };
  return {
    position(script, line, column) {
      const lines = linesOf(script);
      if (line >= lines.length) return undefined;
      return sourceOf(script, lines[line] + column);
    },
    places(script) {
      const lines = linesOf(script);
      const { starts } = scripts[script];
      const places: Place[] = [];
      const add = (offset: number) => {
        const { line, column } = positionOf(lines, offset);
        const from = sourceOf(script, offset);
        const { origin } = scripts[script];
        const step = origin(offset) === origin(offset + 1) ? 0 : 1;
        places.push([line, column, from?.line ?? 0, from?.column ?? 0, step]);
      };
      starts.forEach((start, index) => {
        const end = starts[index + 1] ?? scripts[script].text.length;
        // A part may hold several lines, and the place where the parsed text
        // begins to differ from the source by one.
        const { line } = positionOf(lines, start);
        const moved = start + seam -
          (scripts[script].origin(start) ?? Infinity);
        const inside = [lines[line], moved].filter((at) =>
          at > start && at < end
        );
        for (const at of [start, ...inside].sort((a, b) => a - b)) add(at);
      });
      return places;
    },
  };
}

/**
 * Offsets of a text as language servers have them.
 *
 * @module
 */

import { editorLineStarts, lastAtOrBefore } from "../cell/parse/line_starts.ts";
import type { LspPosition } from "./lsp/protocol.ts";

/** Leads between offsets of one text, in UTF-16 units, and positions. */
export class Positions {
  #starts: number[];
  #length: number;

  constructor(text: string) {
    this.#starts = editorLineStarts(text);
    this.#length = text.length;
  }

  at(offset: number): LspPosition {
    const line = lastAtOrBefore(this.#starts, offset);
    return { line, character: offset - this.#starts[line] };
  }

  offset({ line, character }: LspPosition): number {
    const start = this.#starts[line] ?? this.#length;
    return Math.min(start + character, this.#length);
  }
}

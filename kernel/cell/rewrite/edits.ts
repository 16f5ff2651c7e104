/**
 * Changes to a text by offset, applied at once, with a map back.
 *
 * @module
 */

import { lastAtOrBefore } from "../parse/line_starts.ts";

/** At one offset, ends of ranges come first, then beginnings, then what
 * replaces a token. */
const CLOSER = 0, OPENER = 1, REPLACEMENT = 2;

interface Edit {
  start: number;
  end: number;
  text: string;
  rank: number;
  order: number;
  /** Where the range begins that this ends. */
  opened: number;
}

/** A part of the text, kept or replaced; replaced, it keeps its line ends. */
export interface Region {
  start: number;
  end: number;
  /** What stands in its place; undefined if the part is kept. */
  instead?: string;
}

/** A text made from another, and where each part of it is from. */
export interface MappedText {
  text: string;
  /** Offset in the original of an offset in `text`; undefined for text of our own. */
  origin(offset: number): number | undefined;
  /** Offsets in `text` at which another part begins. */
  starts: readonly number[];
}

/** Edits collected in any order; `wrap`s of one range nest as they were made, outer first. */
export class Edits {
  #edits: Edit[] = [];

  /** Puts text around a range. */
  wrap(start: number, end: number, before: string, after: string): void {
    this.insert(start, before);
    this.#add(end, end, after, CLOSER, start);
  }

  /** Puts text before what begins at an offset. */
  insert(at: number, text: string): void {
    this.#add(at, at, text, OPENER);
  }

  /** Puts text in place of a range, which may hold no other edits; its line ends stay. */
  replace(start: number, end: number, text: string, original = ""): void {
    this.#add(start, end, text + lineTerminators(original), REPLACEMENT);
  }

  #add(
    start: number,
    end: number,
    text: string,
    rank: number,
    opened = start,
  ): void {
    const order = this.#edits.length;
    this.#edits.push({ start, end, text, rank, order, opened });
  }

  /**
   * The edited text; inserted text maps to where it was inserted.
   *
   * @param regions They cover `base` in order; each edit lies within one.
   */
  apply(base: string, regions: Region[]): MappedText {
    const pieces = new Pieces();
    const edits = this.#edits.sort(byPlace);
    let next = 0;
    regions.forEach((region, index) => {
      const last = index === regions.length - 1;
      let at = region.start;
      for (; next < edits.length; next++) {
        const edit = edits[next];
        const here = edit.start < region.end || last ||
          (edit.start === region.end && edit.rank === CLOSER);
        if (!here) break;
        if (region.instead !== undefined) continue;
        pieces.copy(base, at, edit.start);
        pieces.add(edit.text, edit.start);
        at = edit.end;
      }
      if (region.instead === undefined) pieces.copy(base, at, region.end);
      else {
        const gap = base.slice(region.start, region.end);
        pieces.add(region.instead + lineTerminators(gap), region.start);
      }
    });
    return pieces.finish();
  }
}

function byPlace(a: Edit, b: Edit): number {
  return a.start - b.start || a.rank - b.rank ||
    (a.rank === CLOSER
      ? b.opened - a.opened || b.order - a.order
      : a.order - b.order);
}

/** Only the line ends of a text, so that what follows keeps its line. */
function lineTerminators(text: string): string {
  return text.replace(/[^\n\r\u2028\u2029]+/g, "");
}

/** A text growing at its end, with the origin of each piece. */
export class Pieces {
  #parts: string[] = [];
  #length = 0;
  #starts: number[] = [];
  #origins: (number | undefined)[] = [];
  #copied: boolean[] = [];

  /** Adds a range of the original. */
  copy(base: string, start: number, end: number): void {
    if (start < end) this.#push(base.slice(start, end), start, true);
  }

  /** Adds text that is not in the original, all of it from one place there or none. */
  add(text: string, origin?: number): void {
    if (text !== "") this.#push(text, origin, false);
  }

  #push(text: string, origin: number | undefined, copied: boolean): void {
    this.#parts.push(text);
    this.#starts.push(this.#length);
    this.#origins.push(origin);
    this.#copied.push(copied);
    this.#length += text.length;
  }

  /** The text so far. */
  finish(): MappedText {
    const starts = this.#starts, origins = this.#origins;
    const copied = this.#copied;
    return {
      text: this.#parts.join(""),
      starts,
      origin(offset) {
        const index = lastAtOrBefore(starts, offset);
        const origin = origins[index];
        return origin !== undefined && copied[index]
          ? origin + offset - starts[index]
          : origin;
      },
    };
  }
}

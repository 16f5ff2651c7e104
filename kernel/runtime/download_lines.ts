/**
 * What Deno writes to stderr while a cell imports packages that are not cached
 * yet: hundreds of lines, which are nobody's output. In their place one line
 * of progress is shown, if it takes long enough for anyone to wonder.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import type { OutputSink } from "./output_sink.ts";

/** Downloads that take less are not spoken of, nor more often. */
const IMPORT_QUIET_MS = 1000;

export interface DownloadLinesOptions {
  quietMs?: number;
}

// deno-lint-ignore no-control-regex -- Deno colours its lines
const CUT_COLOUR = /\x1b(?:\[[\d;]*)?$/;
const DOWNLOAD = /^(?:Download|Initialize) (\S+)/;
/**
 * A line may come by the pipe before the child has said that an import began,
 * by no more than this.
 */
const WORD_MS = 100;
const MAY_BE_DENOS =
  // deno-lint-ignore no-control-regex
  /^(?:\x1b\[[\d;]*m)*(?:Download|Initialize|Warning|Unsupported compiler|╭)/m;
/** From "╭ Warning" to "╰─": build scripts that Deno does not run. */
const BOX = /^[╭│╰]/;
const WARNING = /^(?:Warning|╭ Warning)/;
/** Of packages beside versions that they don't take: a tree, and what it means. */
const PEERS = /^Warning The following peer dependency issues/;
const OF_PEERS = /^(?: *[│├└]|$|These packages were resolved to a version )/;
const PEERS_END = /^Learn more: \S+\/peer-deps$/;
/** Of a deno.json or tsconfig.json, in three lines. */
const UNSUPPORTED = /^Unsupported compiler options in "/;
const UNSUPPORTED_LINES = 3;

export class DownloadLines {
  #write: (text: string) => void;
  #sink: OutputSink | undefined;
  /** The start of a line whose rest has not come. */
  #rest = "";
  #count = 0;
  #since = 0;
  /** How many more lines are about compiler options that Deno ignores. */
  #ignored = 0;
  /** Whether what Deno says of peers has begun and not ended. */
  #isOfPeers = false;
  /**
   * Shows the progress. Deno names all packages when their downloads begin, so
   * a line that comes is no sign that it goes on.
   */
  #ticking: ReturnType<typeof setInterval> | undefined;
  #quietMs: number;
  /** Lines that are Deno's if the child says that an import began. */
  #held = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param write Takes the output of cells and their subprocesses. */
  constructor(
    write: (text: string) => void,
    { quietMs = IMPORT_QUIET_MS }: DownloadLinesOptions = {},
  ) {
    this.#write = write;
    this.#quietMs = quietMs;
  }

  /** Called when the first import begins and when the last has ended. */
  importing(isUnderWay: boolean, sink: OutputSink) {
    if (isUnderWay) {
      if (!this.#sink) this.#begin();
      this.#sink = sink;
      const held = this.#held;
      this.#forget();
      if (held !== "") this.pass(held);
      return;
    }
    const seconds = ((Date.now() - this.#since) / 1000).toFixed(1);
    this.#sink?.progress?.end(`${this.#packages()}, ${seconds} s`);
    this.close();
    // An empty line of stderr would be an empty red box in JupyterLab.
    if (this.#rest !== "") this.#write(this.#rest);
    this.#rest = "";
  }

  /** Called when the runtime has ended, too: shows no more progress. */
  close() {
    clearInterval(this.#ticking);
    this.#ticking = undefined;
    this.#sink = undefined;
  }

  pass(text: string) {
    if (!this.#sink) {
      this.#hold(text);
      return;
    }
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop()!;
    const others = lines.filter((line) => !this.#isDenos(line));
    if (others.length > 0) this.#write(`${others.join("\n")}\n`);
    // Not the start of one of Deno's lines: shown at once, as a prompt may be.
    if (this.#rest !== "" && !this.#mayBeDenos(this.#rest)) {
      this.#write(this.#rest);
      this.#rest = "";
    }
  }

  #hold(text: string) {
    if (this.#held === "" && !MAY_BE_DENOS.test(text)) {
      this.#write(text);
      return;
    }
    this.#held += text;
    this.#timer ??= setTimeout(() => this.release(), WORD_MS);
  }

  /**
   * Writes the lines that are held, as the child has not said that an import
   * began.
   */
  release() {
    const held = this.#held;
    this.#forget();
    if (held !== "") this.#write(held);
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#held = "";
  }

  #begin() {
    this.#count = 0;
    this.#ignored = 0;
    this.#isOfPeers = false;
    this.#since = Date.now();
  }

  #mayBeDenos(start: string): boolean {
    const plain = stripVTControlCharacters(start).replace(CUT_COLOUR, "");
    return BOX.test(plain) ||
      this.#ignored > 0 || this.#isOfPeers ||
      ["Download ", "Initialize ", "Warning ", "Unsupported compiler "]
        .some((word) => word.startsWith(plain.slice(0, word.length)));
  }

  #isDenos(line: string): boolean {
    const plain = stripVTControlCharacters(line);
    if (PEERS.test(plain)) this.#isOfPeers = true;
    if (BOX.test(plain) || WARNING.test(plain)) return true;
    if (this.#isOfPeers) {
      const isEnd = PEERS_END.test(plain);
      if (isEnd) this.#isOfPeers = false;
      if (isEnd || OF_PEERS.test(plain)) return true;
    }
    if (UNSUPPORTED.test(plain)) this.#ignored = UNSUPPORTED_LINES;
    else if (!plain.startsWith("  ")) this.#ignored = 0;
    if (this.#ignored > 0) {
      this.#ignored--;
      return true;
    }
    const found = DOWNLOAD.exec(plain);
    if (!found) return false;
    if (found[1].endsWith(".tgz")) this.#count++;
    this.#ticking ??= setInterval(() => {
      const seconds = Math.round((Date.now() - this.#since) / 1000);
      this.#sink?.progress?.show(
        `Importing: ${this.#packages()}, ${seconds} s`,
      );
    }, this.#quietMs);
    return true;
  }

  #packages(): string {
    return `${this.#count} ${this.#count === 1 ? "package" : "packages"}`;
  }
}

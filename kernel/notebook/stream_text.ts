/**
 * What is left of a stream's text when a terminal shows it.
 *
 * @module
 */

/**
 * Text that grows, as a terminal shows it: a backspace takes a character back,
 * a carriage return the line. Only its last line can still change, so a piece
 * costs what it is long, and not what came before it.
 */
export class StreamText {
  #settled = "";
  #line = "";
  /** Whether the last line ends with a return that waits for what follows. */
  #returns = false;

  /** All so far. */
  get text(): string {
    return this.#settled + this.#line;
  }

  /** Adds a piece. */
  append(piece: string): void {
    if (piece === "") return;
    let line = this.#line + piece;
    if (this.#returns || /[\b\r]/.test(piece)) {
      line = withReturns(withBackspaces(line));
      this.#returns = line.endsWith("\r");
    }
    // Without a newline `line` stays a rope, which costs nothing to extend.
    const end = piece.includes("\n") ? line.lastIndexOf("\n") + 1 : 0;
    this.#settled += line.slice(0, end);
    this.#line = end === 0 ? line : line.slice(end);
  }
}

/**
 * The text without the characters that backspaces take back. A backspace at the
 * start of a line stays.
 */
function withBackspaces(text: string): string {
  if (!text.includes("\b")) return text;
  const kept: string[] = [];
  for (const char of text) {
    const last = kept.at(-1);
    if (char === "\b" && last !== undefined && !"\n\b".includes(last)) {
      kept.pop();
    } else kept.push(char);
  }
  return kept.join("");
}

/**
 * The text without what was overwritten after a carriage return. A return
 * before a newline stays.
 */
function withReturns(text: string): string {
  if (!text.includes("\r")) return text;
  return text.split("\n").map((line) => {
    let end = line.length;
    while (line[end - 1] === "\r") end--;
    if (end === 0) return line;
    return line.slice(line.lastIndexOf("\r", end - 1) + 1);
  }).join("\n");
}

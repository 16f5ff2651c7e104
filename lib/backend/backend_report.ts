/**
 * What `selectBackend()` found: the backend that runs, those that were tried
 * before it with the reason each failed, and the operations that are slow.
 *
 * @module
 */

/** Backends that can be selected, by the names TensorFlow.js gives them. */
export type BackendName = "webgpu" | "wasm" | "cpu";

/** A backend that does not run here. */
export interface FailedBackend {
  name: BackendName;
  /** One sentence, without a full stop. */
  reason: string;
}

/** The facts of a report; see `BackendReport`. */
export interface BackendFacts {
  name: BackendName;
  simd: boolean;
  threads: number;
  tried: FailedBackend[];
  slow: string[];
  notes: string[];
}

/** Which backend runs, and why no faster one does. */
export class BackendReport implements BackendFacts {
  readonly name: BackendName;
  /** Whether WASM runs with 128-bit SIMD; false on the other backends. */
  readonly simd: boolean;
  /** Threads one operation may use on the CPU; 1 also where a GPU computes. */
  readonly threads: number;
  /** Backends tried before this one, in order. */
  readonly tried: FailedBackend[];
  /** Operations without compiled code here: they run as JavaScript. */
  readonly slow: string[];
  /** What was asked for or is usual but could not be had, as sentences. */
  readonly notes: string[];

  constructor(facts: BackendFacts) {
    this.name = facts.name;
    this.simd = facts.simd;
    this.threads = facts.threads;
    this.tried = facts.tried;
    this.slow = facts.slow;
    this.notes = facts.notes;
  }

  /** The report as lines of text: the backend first, then what explains it. */
  toString(): string {
    const lines = [this.#headline()];
    for (const { name, reason } of this.tried) {
      lines.push(`  not ${name}: ${reason}`);
    }
    for (const note of this.notes) lines.push(`  ${note}`);
    if (this.slow.length > 0) {
      lines.push(`  slow (run as JavaScript): ${this.slow.join(", ")}`);
    }
    return lines.join("\n");
  }

  #headline(): string {
    if (this.name !== "wasm") return `backend ${this.name}`;
    const simd = this.simd ? "with SIMD" : "without SIMD";
    const threads = this.threads === 1 ? "1 thread" : `${this.threads} threads`;
    return `backend wasm ${simd}, ${threads}`;
  }

  /** Shows the text in consoles. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }

  /** Shows the text in notebooks. */
  [Symbol.for("Jupyter.display")](): { "text/plain": string } {
    return { "text/plain": this.toString() };
  }
}

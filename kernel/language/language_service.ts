/**
 * What is known of what is written: the types of a notebook's cells, by a
 * language server that is started when it is first asked.
 *
 * No answer is worth waiting for long: where there is none in time, the values
 * of what ran answer alone.
 *
 * @module
 */

import type { CellChain, CellDocument } from "./cell_chain.ts";
import { basename } from "node:path";
import { Engine } from "./engine.ts";
import type {
  CompletionItem,
  Diagnostic,
  LspPosition,
  SignatureHelp,
} from "./lsp/protocol.ts";
import { LATE, settled } from "./settled.ts";
import { placeOf } from "./place_of.ts";
import { Positions } from "./positions.ts";
import type { Project, ProjectOptions } from "./project/project.ts";
import type { WrittenFile } from "./project/written_file.ts";
import { findServer, type Server } from "./server.ts";

export type LanguageOptions = Omit<ProjectOptions, "nodeTypes">;

/** What a server needs that still has to read libraries and packages. */
const FIRST_ANSWER_MS = 4000;
/** What one needs that is well, on a machine with much to do. */
const ANSWER_MS = 2500;
/** A server that does not even refuse a request in this time is stuck. */
const PING_MS = 300;
/** How often a server that died or is stuck is replaced. */
const RESTARTS = 2;
/** Resident memory above which the server is replaced. */
const MOST_MEMORY_BYTES = 500 * 1024 * 1024;

/** How a service finds its server; tests give another. */
export type FindServer = typeof findServer;

interface Started {
  engine: Engine;
  /** Questions it has answered. */
  answers: number;
}

/** A question about one place of a cell. */
export interface Asked {
  engine: Engine;
  path: string;
  position: LspPosition;
  document: CellDocument;
  positions: Positions;
}

export class LanguageService {
  #options: LanguageOptions;
  #find: FindServer;
  #server: Promise<Server> | undefined;
  /** Outlives a server that has to be replaced. */
  #project: Promise<Project> | undefined;
  #started: Promise<Started> | undefined;
  #failures = 0;
  #chain: CellChain | undefined;
  /** Cells that ran and have not been read yet. */
  #unread: { code: string; execution_count: number }[] = [];
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: LanguageOptions, find: FindServer = findServer) {
    this.#options = options;
    this.#find = find;
  }

  /** Starts the server, so that the first question need not wait. */
  warm() {
    this.#start()?.catch(() => {});
  }

  /** Whether the server has been started and has not been given up. */
  get running(): boolean {
    return this.#started !== undefined;
  }

  /** Takes note of a cell that runs; reads it when there is a question. */
  ran(code: string, execution_count: number) {
    this.#unread.push({ code, execution_count });
  }

  /** Forgets all cells: their variables are gone. */
  forget() {
    this.#unread = [];
    this.#chain = undefined;
  }

  /** Modules that cells imported so far. */
  get specifiers(): string[] {
    return [...this.#chain?.specifiers ?? []];
  }

  #executionCount(path: string): number | undefined {
    return this.#chain?.executionCount(basename(path));
  }

  async complete(code: string, offset: number): Promise<CompletionItem[]> {
    const found = await this.#ask(code, offset, async (asked) => {
      const { engine, path, position } = asked;
      return await engine.complete(path, position);
    });
    return found ?? [];
  }

  /** The items with what they are in detail, as far as there is time. */
  async details(
    items: CompletionItem[],
    limitMs: number,
  ): Promise<CompletionItem[]> {
    const started = this.#started && await settled(this.#started, 0);
    if (!started || started === LATE) return items;
    const full = [...items];
    const all = Promise.all(items.map(async (item, index) => {
      full[index] = await started.engine.resolve(item).catch(() => item);
    }));
    await settled(all, limitMs);
    return full;
  }

  /** What is said of a name, and where it is declared. */
  async hover(code: string, offset: number) {
    return await this.#ask(code, offset, async (asked) => {
      const { engine, path, position } = asked;
      const [hover, locations] = await Promise.all([
        engine.hover(path, position),
        engine.definition(path, position),
      ]);
      if (!hover) return undefined;
      const project = (await this.#project!).folder;
      const { folder } = this.#options;
      const executionCount = (path: string) => this.#executionCount(path);
      const places = locations.flatMap((location) =>
        placeOf(location, { folder, project, executionCount }) ?? []
      );
      return { hover, places };
    });
  }

  async signatureHelp(
    code: string,
    offset: number,
  ): Promise<SignatureHelp | undefined> {
    return await this.#ask(
      code,
      offset,
      async ({ engine, path, position }) =>
        await engine.signatureHelp(path, position) ?? undefined,
    );
  }

  /** Errors of a cell, before it is taken for one that ran. */
  async diagnostics(
    code: string,
  ): Promise<(Diagnostic & { start: number; end: number })[] | undefined> {
    return await this.#ask(code, 0, async (asked) => {
      const { engine, path, positions, document } = asked;
      const found = await engine.diagnostics(path);
      return found.flatMap((diagnostic) => {
        const { start, end } = diagnostic.range;
        const from = document.toCell(positions.offset(start));
        const to = document.toCell(positions.offset(end));
        return from === undefined
          ? []
          : [{ ...diagnostic, start: from, end: to ?? code.length }];
      });
    });
  }

  async close() {
    this.#closed = true;
    const [started, project] = await Promise.all([
      this.#started?.catch(() => undefined),
      this.#project?.catch(() => undefined),
    ]);
    started?.engine.kill();
    await started?.engine.ended;
    project?.remove();
  }

  /** The answer, if there is one in time. */
  async #ask<Answer>(
    code: string,
    offset: number,
    question: (asked: Asked) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    const starting = this.#start();
    if (!starting) return undefined;
    const began = performance.now();
    const patience = this.#failures > 0 ? PING_MS : FIRST_ANSWER_MS;
    const started = await settled(starting.catch(() => undefined), patience);
    if (!started || started === LATE) return undefined;
    const answer = this.#inTurn(async () => {
      const asked = await this.#prepare(started, code, offset);
      const found = await question(asked);
      started.answers++;
      return found;
    }).catch(() => undefined);
    const isWarm = started.answers > 0;
    if (isWarm && await this.#isStuck(started, answer)) return undefined;
    const limit = isWarm ? ANSWER_MS : patience - (performance.now() - began);
    const found = await settled(answer, limit);
    this.#watchMemory(started);
    return found === LATE ? undefined : found;
  }

  async #isStuck(started: Started, answer: Promise<unknown>) {
    const sign = answer.then(() => true);
    const first = await settled(
      Promise.race([sign, started.engine.ping()]),
      PING_MS,
    );
    if (first === LATE) this.#fail(started, "does not answer");
    return first === LATE;
  }

  /** One question after the other: all are about the same document. */
  #inTurn<Result>(job: () => Promise<Result>): Promise<Result> {
    const done = this.#queue.then(job);
    this.#queue = done.catch(() => {});
    return done;
  }

  async #prepare(
    { engine }: Started,
    code: string,
    offset: number,
  ): Promise<Asked> {
    const project = await this.#project!;
    // Loads TypeScript, which is no part of a quick start.
    const { CellChain } = await import("./cell_chain.ts");
    const chain = this.#chain ??= new CellChain();
    const changed = this.#readCells(chain, project);
    const document = chain.document(code);
    const { specifiers } = document.cell;
    engine.changed([
      ...changed,
      ...await project.resolve([...chain.specifiers, ...specifiers]),
    ]);
    const name = document.isJsx ? "notebook.tsx" : "notebook.ts";
    const path = project.path(name);
    engine.write(path, document.text);
    const positions = new Positions(document.text);
    const position = positions.at(document.fromCell(offset));
    return { engine, path, position, document, positions };
  }

  #readCells(chain: CellChain, project: Project): WrittenFile[] {
    const files: WrittenFile[] = [];
    for (const { code, execution_count } of this.#unread.splice(0)) {
      const file = chain.add(code, execution_count);
      if (file) files.push(project.write(file.name, file.text));
    }
    return files;
  }

  #start(): Promise<Started> | undefined {
    if (this.#closed || this.#failures > RESTARTS) return undefined;
    return this.#started ??= this.#startEngine();
  }

  async #startEngine(): Promise<Started> {
    try {
      const { fallback, caches } = this.#options;
      const server = await (this.#server ??= this.#find(fallback, caches.thaw));
      const { nodeTypes } = server;
      const options = { ...this.#options, nodeTypes };
      this.#project ??= import("./project/project.ts")
        .then(({ Project }) => Project.make(options));
      const { folder } = await this.#project;
      const engine = await Engine.start({
        ...server,
        folder,
        settings: SETTINGS,
      });
      const started = { engine, answers: 0 };
      engine.ended.then(() => this.#fail(started, "has ended"));
      if (this.#closed) engine.kill();
      return started;
    } catch (error) {
      this.#started = undefined;
      this.#failures = RESTARTS + 1;
      this.#say(`can't be started: ${(error as Error).message}`);
      throw error;
    }
  }

  /** Replaces a server that is of no use. */
  async #fail(started: Started, how: string) {
    if (this.#closed || await this.#started?.catch(() => {}) !== started) {
      return;
    }
    this.#started = undefined;
    this.#queue = Promise.resolve();
    started.engine.kill();
    this.#failures++;
    if (this.#failures > RESTARTS) this.#say(`${how} once more`);
    else if (this.#failures === 1) {
      console.error(`thaw: the language server ${how}; another is started`);
    }
    this.warm();
  }

  #watchMemory(started: Started) {
    const used = residentBytes(started.engine.pid);
    if (used === undefined || used < MOST_MEMORY_BYTES) return;
    // One that did its work for long is no failure.
    if (started.answers > MANY_ANSWERS) this.#failures--;
    this.#fail(started, "needs too much memory");
  }

  #say(how: string) {
    console.error(
      `thaw: the language server ${how}: ` +
        "completion and inspection know values, but no types",
    );
  }
}

/** Beyond this many, what a server keeps in memory is no fault of it. */
const MANY_ANSWERS = 100;

/** For servers that ask: nothing is imported behind the user's back. */
const SETTINGS = {
  typescript: { suggest: { autoImports: false } },
  javascript: { suggest: { autoImports: false } },
};

function residentBytes(pid: number): number | undefined {
  if (Deno.build.os !== "linux") return undefined;
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : 1024 * Number(kilobytes);
  } catch {
    return undefined;
  }
}

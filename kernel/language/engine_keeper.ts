/**
 * Starts the language server when it is first needed, replaces one that is of
 * no use, and gives up in the end. Nobody waits for it long.
 *
 * @module
 */

import { log } from "../log/log.ts";
import { linuxProcess } from "../system/processes.ts";
import { LATE, settled } from "../time/settled.ts";
import type { Engine } from "./engine.ts";
import {
  EngineStarter,
  type FindServer,
  type Started,
} from "./engine_starter.ts";
import { isStuck, PING_MS } from "./is_stuck.ts";
import type { Project, ProjectOptions } from "./project/project.ts";

/** How long a server may take that still has to read libraries and packages. */
const FIRST_ANSWER_MS = 6000;
/** How long a sound server may take on a machine with much to do. */
const SERVER_ANSWER_MS = 2500;
/** How long nobody has asked, and no cell ran, before anything else is done. */
const PAUSE_BEFORE_CHECKS_MS = 150;
/** How long what nobody waits for may take. */
const LATER_ANSWER_MS = 30_000;
/** How long the end of the kernel waits for a server that is about to start. */
const CLOSE_MS = 500;
/** How often a server that died or is stuck is replaced. */
const RESTARTS = 2;
const MOST_MEMORY_BYTES = 500 * 1024 * 1024;
/** After this many questions, a large memory is no fault of the server. */
const MANY_ANSWERS = 100;

/** What the server is asked. */
export type Question<Answer> = (
  engine: Engine,
  project: Project,
) => Promise<Answer>;

export interface KeeperOptions extends Omit<ProjectOptions, "nodeTypes"> {
  /** Resident memory above which the server is replaced; 500 MiB. */
  mostMemoryBytes?: number;
}

export class EngineKeeper {
  readonly #starter: EngineStarter;
  readonly #mostMemoryBytes: number;
  #started: Promise<Started> | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  /** When a question was asked or answered, or a cell ran; clock as below. */
  #busyAt = -Infinity;
  /** When the server was started, on `performance.now()`'s clock. */
  #startedAt = 0;
  #failures = 0;
  #closed = false;

  constructor(options: KeeperOptions, find?: FindServer) {
    this.#starter = new EngineStarter(options, find);
    this.#mostMemoryBytes = options.mostMemoryBytes ?? MOST_MEMORY_BYTES;
  }

  /** Whether there is a server, or one on its way. */
  get isStarted(): boolean {
    return this.#started !== undefined;
  }

  /** Starts the server, unless there is one: a question will come. */
  start() {
    this.#start()?.catch(() => {});
  }

  /**
   * Asks the server, which is started for that if need be; one question after
   * the other.
   *
   * @param patienceMs How long the answer may take, where nobody waits for it.
   * @returns Undefined if there is no answer in time.
   */
  async ask<Answer>(
    question: Question<Answer>,
    patienceMs?: number,
  ): Promise<Answer | undefined> {
    const began = this.#busyAt = performance.now();
    const starting = this.#start();
    if (!starting) return undefined;
    const patience = patienceMs ?? this.#patience();
    const started = await settled(starting.catch(() => undefined), patience);
    if (!started || started === LATE) return undefined;
    const answer = this.#inTurn(started, question);
    const isWarm = started.answers > 0 && patienceMs === undefined;
    if (isWarm && await isStuck(started.engine, answer)) {
      this.#fail(started, "does not answer");
      return undefined;
    }
    const limit = isWarm
      ? SERVER_ANSWER_MS
      : patience - (performance.now() - began);
    const found = await settled(answer, limit);
    this.#busyAt = performance.now();
    this.#watchMemory(started);
    return found === LATE ? undefined : found;
  }

  /** A cell ran: what nobody waits for is put off for another moment. */
  postpone() {
    this.#busyAt = performance.now();
  }

  /**
   * Asks what nobody waits for: once no question was asked and no cell ran for
   * a moment, and beside questions that come meanwhile.
   *
   * @param prepare Done in turn with the questions.
   * @param question Must not be about the document that questions change.
   * @returns Undefined if there is no answer.
   */
  async askLater<Answer>(
    prepare: Question<void>,
    question: Question<Answer>,
  ): Promise<Answer | undefined> {
    for (;;) {
      const left = this.#busyAt + PAUSE_BEFORE_CHECKS_MS - performance.now();
      if (left <= 0) break;
      await new Promise((resolve) => setTimeout(resolve, left));
    }
    const started = await this.#start()?.catch(() => undefined);
    if (!started) return undefined;
    const { engine, project } = started;
    const answer = this.#inTurn(started, prepare)
      .then(() => question(engine, project)).catch(() => undefined);
    const found = await settled(answer, LATER_ANSWER_MS);
    this.#watchMemory(started);
    return found === LATE ? undefined : found;
  }

  /** The server itself, if there is one that has answered. */
  async warmEngine(): Promise<Engine | undefined> {
    const started = this.#started &&
      await settled(this.#started.catch(() => undefined), 0);
    if (!started || started === LATE || started.answers === 0) return undefined;
    return started.engine;
  }

  async close() {
    this.#closed = true;
    // One that is still being fetched ends by itself.
    const both = Promise.all([
      this.#started?.catch(() => undefined),
      this.#starter.project?.catch(() => undefined),
    ]);
    const found = await settled(both, CLOSE_MS);
    if (found === LATE) return;
    const [started, project] = found;
    started?.engine.kill();
    await started?.engine.ended;
    project?.remove();
  }

  /**
   * Waits for a server that starts: once, and not for each question anew, since
   * the server may have to be downloaded from a network that is down.
   */
  #patience(): number {
    if (this.#failures > 0) return PING_MS;
    const elapsed = performance.now() - this.#startedAt;
    return Math.max(PING_MS, FIRST_ANSWER_MS - elapsed);
  }

  /** All questions are about the same document. */
  #inTurn<Answer>(
    started: Started,
    question: Question<Answer>,
  ): Promise<Answer | undefined> {
    const done = this.#queue.then(async () => {
      const found = await question(started.engine, started.project);
      started.answers++;
      return found;
    }).catch(() => undefined);
    this.#queue = done;
    return done;
  }

  #start(): Promise<Started> | undefined {
    if (this.#closed || this.#failures > RESTARTS) return undefined;
    if (!this.#started) {
      this.#startedAt = performance.now();
      this.#started = this.#startEngine();
    }
    return this.#started;
  }

  async #startEngine(): Promise<Started> {
    try {
      const started = await this.#starter.start();
      started.engine.ended.then(() => this.#fail(started, "has ended"));
      if (this.#closed) {
        started.engine.kill();
        started.project.remove();
      }
      return started;
    } catch (error) {
      // Nothing goes on behind the back of who asked.
      await this.#starter.project?.catch(() => {});
      this.#started = undefined;
      this.#failures = RESTARTS + 1;
      this.#giveUp(`can't be started: ${(error as Error).message}`);
      throw error;
    }
  }

  /** Replaces a server that is of no use. */
  async #fail(started: Started, how: string) {
    if (this.#closed) return;
    const current = await this.#started?.catch(() => undefined);
    if (current !== started) return;
    this.#started = undefined;
    this.#queue = Promise.resolve();
    started.engine.kill();
    this.#failures++;
    if (this.#failures > RESTARTS) this.#giveUp(`${how} once more`);
    else {
      if (this.#failures === 1) {
        log.line(`the language server ${how}; another is started`);
      }
      this.#start()?.catch(() => {});
    }
  }

  #watchMemory(started: Started) {
    const used = linuxProcess(started.engine.pid)?.residentBytes;
    if (used === undefined || used < this.#mostMemoryBytes) return;
    if (started.answers > MANY_ANSWERS) this.#failures--;
    this.#fail(started, "needs too much memory");
  }

  #giveUp(how: string) {
    log.line(
      `the language server ${how}: ` +
        "completion and inspection know values, but no types",
    );
  }
}

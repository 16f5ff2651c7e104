/**
 * Runs cells in a Deno child, and gets a fresh one when the child has ended.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import { BACKGROUND_WAIT_MS } from "../bridge/background_wait.ts";
import { settled } from "../time/settled.ts";
import type * as Compiler from "../cell/mod.ts";
import { findConfig } from "../config/find_config.ts";
import type { CommDelivery } from "./comm_delivery.ts";
import { ProjectWatch } from "../config/project_watch.ts";
import { BackgroundErrors } from "./background_errors.ts";
import { CellSources } from "./cell_sources.ts";
import { ChildOutput } from "./child_output.ts";
import { DenoChild } from "./process/deno_child.ts";
import { DenoRuntime } from "./deno_runtime.ts";
import { failed } from "./failed.ts";
import { evaluateCell } from "./evaluate_cell.ts";
import type { Cell, Delivered, Interpreter, Outcome } from "./interpreter.ts";
import { look, lookAt } from "./look.ts";
import { type KeyKind, keysOf, members, membersOf, names } from "./members.ts";
import { settleNames } from "./settle_names.ts";
import { deathNote } from "./stop/run_failures.ts";
import { type Run, Runs } from "./stop/runs.ts";
import type { ChildOptions } from "./process/spawn_deno.ts";
import { traceback } from "./traceback.ts";
import type { Watcher } from "./watcher.ts";
import { pathsBelow } from "../config/paths_below.ts";
import type * as Specifiers from "../config/specifiers.ts";
import type * as Options from "../config/read_compiler_options.ts";
import { onDemand } from "../system/on_demand.ts";

export interface InterpreterOptions extends ChildOptions {
  /** Fulfilled when the clients have room for more output. */
  ready(): Promise<void>;
  /** Called when a runtime has ended, and with it all that cells had open. */
  onEnded(): void;
}

/**
 * How long a runtime may take to say what it has gathered, and then for its
 * listeners to its end, in ms.
 */
const RUNTIME_FAREWELL_MS = 200;

export class DenoInterpreter implements Interpreter {
  #options: InterpreterOptions;
  #compiler: Promise<typeof Compiler> | undefined;
  #runtime: Promise<DenoRuntime> | undefined;
  #child: DenoChild | undefined;
  /** The one that was ended because nobody needs it any more. */
  #closed: DenoChild | undefined;
  /** The cells that ran, in this runtime and those before it. */
  readonly sources = new CellSources();
  #watcher: Watcher | undefined;
  #project: ProjectWatch | undefined;
  readonly #background = new BackgroundErrors();
  #runs = new Runs({
    live: () => this.#live(),
    present: () => this.#present(),
  });

  constructor(options: InterpreterOptions) {
    this.#options = options;
  }

  async warm() {
    try {
      await this.#live();
    } catch {
      // A failure to start is shown by the first cell, which tries again.
    }
  }

  /** From here on tells this watcher, in place of the former, what runs. */
  watch(watcher: Watcher | undefined) {
    this.#watcher = watcher;
  }

  /** The runtime, started if there is none. */
  runtime(): Promise<DenoRuntime> {
    return this.#live();
  }

  execute(cell: Cell): Promise<Outcome> {
    return this.#runs.during(cell, async (run, runtime) => {
      const compiler = await this.#compiler!;
      const { sources } = this;
      const watcher = this.#watcher;
      if (/\bimport\b/.test(cell.code)) this.#tellOfChanges(cell);
      return evaluateCell(cell, { compiler, sources, run, runtime, watcher });
    });
  }

  /** Deno has read the folder's configuration once. */
  #tellOfChanges({ sink }: Cell) {
    const changed = this.#project?.changed() ?? [];
    if (changed.length === 0) return;
    const have = changed.length === 1 ? "has" : "have";
    sink.stream(
      "stderr",
      `${changed.join(" and ")} ${have} changed since the runtime started; ` +
        "restart the kernel for that to count\n",
    );
  }

  async deliver(delivery: CommDelivery): Promise<Delivered> {
    // The cell that runs may await just this message. A message that nobody
    // listens to yet waits, because the cell may still set a listener.
    const cell: Run | undefined = this.#runs.first;
    if (cell) {
      const early = await this.#hand(delivery, "early");
      if (early.status === "error" || early.taken !== "later") {
        return early as Delivered;
      }
      await cell.over.promise;
    }
    return await this.#hand(delivery, "last") as Delivered;
  }

  #hand(delivery: CommDelivery, when: "early" | "last") {
    return this.#runs.during(delivery, async (_, runtime) => {
      const taken = await runtime.deliver(delivery, when);
      return { status: "ok" as const, taken };
    });
  }

  async background() {
    const child = (await this.#present())?.child;
    // A child that is busy is not waited for.
    const resting = child?.call("rest").catch(() => child.exited);
    if (resting) {
      await settled(resting, BACKGROUND_WAIT_MS + RUNTIME_FAREWELL_MS);
    }
    return this.#background.list();
  }

  async unset() {
    const runtime = await this.#present();
    // It may end meanwhile, and all names with it.
    return runtime ? await settleNames(runtime).catch(() => []) : [];
  }

  async names() {
    return names(await this.#present());
  }

  async members(path: Compiler.AccessPath) {
    return members(await this.#present(), path);
  }

  async look(path: Compiler.AccessPath) {
    return look(await this.#present(), path);
  }

  async membersOf(expression: string) {
    return membersOf(await this.#present(), expression);
  }

  async lookAt(expression: string) {
    return lookAt(await this.#present(), expression);
  }

  async keysOf(expression: string, kind?: KeyKind) {
    return keysOf(await this.#present(), expression, kind);
  }

  async specifiers(written: string) {
    // Loads TypeScript, which is no part of a quick start.
    const { specifiers }: typeof Specifiers = await import(
      onDemand("../config/specifiers.ts")
    );
    const { folder, fallback, caches } = this.#options;
    const config = findConfig(folder) ?? fallback.config;
    return specifiers(written, { folder, config, cache: caches.deno });
  }

  paths(written: string) {
    return pathsBelow(written, this.#options.folder);
  }

  interrupt() {
    return this.#runs.interrupt();
  }

  /** Of the process that runs cells, once it does. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async close() {
    const child = (await this.#present())?.child;
    if (!child) return;
    // What was printed so far must come before the answer. So all of it is
    // fetched and acknowledged now. A cell in a native call does not answer.
    const said = child.call("tick", 0x7fffffff);
    await settled(said.catch(() => {}), RUNTIME_FAREWELL_MS);
    // A cell that is busy keeps it from that.
    const parting = child.call("farewell").catch(() => {});
    await settled(parting, RUNTIME_FAREWELL_MS);
    await this.#end(child);
  }

  /** Ends the runtime without asking it for anything. */
  async kill() {
    const child = (await this.#present())?.child;
    if (child) await this.#end(child);
  }

  async #end(child: DenoChild) {
    this.#closed = child;
    this.#runs.close();
    child.kill();
    await child.exited;
  }

  #present(): Promise<DenoRuntime | undefined> {
    return this.#runtime?.catch(() => undefined) ?? Promise.resolve(undefined);
  }

  async #live(): Promise<DenoRuntime> {
    const starting = this.#runtime ??= this.#startRuntime();
    try {
      return await starting;
    } catch (error) {
      this.#runtime = undefined;
      throw error;
    }
  }

  async #startRuntime(): Promise<DenoRuntime> {
    this.#project = new ProjectWatch(this.#options.folder);
    const start = await DenoChild.spawn(this.#options);
    // TypeScript takes long to load, and nothing else is done meanwhile. So it
    // is loaded when the process is there, which goes on starting by itself.
    const [child, { CellScope }] = await Promise.all([
      start(),
      this.#compiler ??= import(onDemand("../cell/mod.ts")),
    ]);
    this.#child = child;
    const output = new ChildOutput(child, {
      ready: this.#options.ready,
      onUncaught: (id, failure, number) => {
        const error = traceback(failure, this.sources);
        const { traceback: lines } = error;
        const { execution_count } = output.sink(id) ?? {};
        this.#background.note(`${child.pid} ${number}`, {
          execution_count,
          ...error,
        });
        // What is printed is kept and compared, so it has no colours.
        const text = stripVTControlCharacters(lines.join("\n"))
          // As what is no error is called in a cell.
          .replace(/^Uncaught: /, "");
        output.sink(id)?.stream(
          "stderr",
          `Uncaught in the background: ${text}\n`,
        );
      },
      onHandled: (number) => this.#background.handled(`${child.pid} ${number}`),
      onStopped: (id) => this.#runs.quieten(id),
    });
    child.exited.then((code) => {
      this.#runtime = undefined;
      this.#child = undefined;
      this.#options.onEnded();
      // What runs says so itself.
      if (child === this.#closed || this.#runs.first) return;
      const note = this.#runs.replacing ?? deathNote(code);
      output.tellOfEnd(note);
      // A program that says itself that all is well has not failed.
      if (!this.#runs.replacing && code !== 0) {
        const { error } = failed("RuntimeExited", note);
        this.#background.note(`${child.pid}`, error);
      }
    });
    // Loads TypeScript, as the compiler does.
    const { readCompilerOptions }: typeof Options = await import(
      onDemand("../config/read_compiler_options.ts")
    );
    const options = readCompilerOptions(
      child.config,
      this.#options.folder,
    );
    const scope = new CellScope();
    const runtime = await DenoRuntime.wrap(child, output, scope, options);
    await this.#watcher?.started(runtime);
    return runtime;
  }
}

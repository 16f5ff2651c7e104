/**
 * What runs now, a cell and the callbacks of comms that it lets in, and how
 * all of it ends: by itself, by Stop, or with its runtime.
 *
 * @module
 */

import { CollectedError, type DenoRuntime } from "../deno_runtime.ts";
import { ticks } from "../process/descendants.ts";
import { type Failed, failed } from "../failed.ts";
import type { OutputSink } from "../output_sink.ts";
import { collectedFailure, diedFailure, isOfTheEnd } from "./run_failures.ts";
import { neverSettles } from "./never_settles.ts";
import { LOST_MS, stopCells, TURN_MS } from "./stop_sequence.ts";
import { trace } from "../../log/trace.ts";
import { within } from "../../time/within.ts";

export interface Run {
  id: number;
  sink: OutputSink;
  /** When it started, in the ticks of `descendants.ts`. */
  since: number;
  /** Its end by Stop. */
  stopped: PromiseWithResolvers<Failed>;
  /** Its code has ended, or what it awaited when it was stopped. */
  quiet: PromiseWithResolvers<void>;
  /** Fulfilled when it is over, however it ended. */
  over: PromiseWithResolvers<void>;
  /** Fulfilled by a Stop that cuts its clean-up short. */
  hurried: PromiseWithResolvers<void>;
  /** When Stop was pressed, in ms since the epoch. */
  stoppedAt?: number;
  /** The Stop under way; what runs next must not run into it. */
  stopping?: Promise<void>;
  /** The user was told what Stop waits for, and what a second one does. */
  told?: boolean;
}

export interface RuntimeSource {
  /** The runtime, started if there is none. */
  live(): Promise<DenoRuntime>;
  /** The runtime, if there is one. */
  present(): Promise<DenoRuntime | undefined>;
}

/** A second Stop within this time joins the first. */
const JOINED_STOP_MS = 500;

export class Runs {
  #source: RuntimeSource;
  #runs = new Set<Run>();
  /** A Stop while nothing of ours runs. */
  #background: Promise<void> | undefined;
  /** What is told of the runtime while a Stop ends it. */
  replacing: string | undefined;

  constructor(source: RuntimeSource) {
    this.#source = source;
  }

  /** What has run for longest. */
  get first(): Run | undefined {
    return this.#runs.values().next().value;
  }

  /** Does something that Stop ends; never throws. */
  async during<T extends { status: string }>(
    { id, sink, isUnattended }: {
      id: number;
      sink: OutputSink;
      isUnattended?: boolean;
    },
    work: (run: Run, runtime: DenoRuntime) => Promise<T>,
  ): Promise<T | Failed> {
    const run: Run = {
      id,
      sink,
      since: ticks(),
      stopped: Promise.withResolvers(),
      quiet: Promise.withResolvers(),
      over: Promise.withResolvers(),
      hurried: Promise.withResolvers(),
    };
    if (this.#background) await this.#background;
    this.#runs.add(run);
    try {
      const ended = this.#start(run, work, isUnattended);
      const first = await Promise.race([ended, run.stopped.promise]);
      // A stopped cell is told as stopped, whatever it throws while it ends.
      const failed = first.status === "error" && run.stopping;
      return failed ? await run.stopped.promise : first;
    } catch (error) {
      return failed("KernelError", (error as Error).message);
    } finally {
      await run.stopping;
      this.#runs.delete(run);
      run.over.resolve();
    }
  }

  /** Stops all that runs; once the user was told so, by ending the runtime. */
  async interrupt() {
    const runs = [...this.#runs];
    // A second Stop before the warning joins the first: the user has not yet
    // agreed to lose the variables.
    const under = runs.find((run) => run.stopping);
    if (runs.some((run) => run.told)) {
      await this.#restart(runs, "Stopped for the second time");
    } else if (under) {
      if (Date.now() - under.stoppedAt! > JOINED_STOP_MS) {
        for (const run of runs) run.hurried.resolve();
      }
      await under.stopping;
    } else if (runs.length === 0) {
      await (this.#background ??= this.#stopBackground());
      this.#background = undefined;
    } else {
      const stopping = this.#stop(runs);
      for (const run of runs) {
        run.stopping = stopping;
        run.stoppedAt = Date.now();
      }
      await stopping;
    }
  }

  /** Each run ends with this reason, whatever stops it or its runtime then. */
  close() {
    const ended = failed(
      "Interrupted",
      "The kernel was shut down or restarted while this ran",
    );
    for (const run of this.#runs) run.stopped.resolve(ended);
  }

  /** What a stopped run awaited has come to its end. */
  quieten(id: number) {
    for (const run of this.#runs) {
      if (run.id === id) run.quiet.resolve();
    }
  }

  async #start<T>(
    run: Run,
    work: (run: Run, runtime: DenoRuntime) => Promise<T>,
    isUnattended = false,
  ): Promise<T | Failed> {
    const runtime = await this.#source.live();
    const died = diedFailure(runtime);
    const done = work(run, runtime);
    const working = isUnattended
      ? Promise.race([done, neverSettles(runtime, run.over.promise)])
      : done;
    const ended = () => run.quiet.resolve();
    working.then(ended, ended);
    const ran = working.catch((error) => {
      if (error instanceof CollectedError) {
        // A stopped cell never settles: it is told as stopped.
        return run.stopping ? run.stopped.promise : collectedFailure(error);
      }
      // A child that ends rejects what is pending; how it ended says why.
      if (isOfTheEnd(error)) return died;
      throw error;
    });
    return await Promise.race([died, ran]);
  }

  async #stop(runs: Run[]) {
    const runtime = await this.#source.present();
    if (!runtime) {
      const early = failed("Interrupted", "Stopped before it ran");
      for (const run of runs) run.stopped.resolve(early);
      return;
    }
    const [{ since, sink }] = runs;
    const usable = await stopCells({
      child: runtime.child,
      cells: runs.map(({ id }) => id),
      since,
      ended: Promise.all(runs.map(({ quiet }) => quiet.promise)),
      hurried: Promise.all(runs.map(({ hurried }) => hurried.promise)),
      onWaiting: () => {
        for (const run of runs) run.told = true;
        sink.stream(
          "stderr",
          "Stop waits for a call that cannot be cut short. " +
            "Stop again to restart the runtime; its variables are then lost\n",
        );
      },
      onFreshBackend: () =>
        sink.stream(
          "stderr",
          "Stop cut an operation of TensorFlow.js: its WASM backend was " +
            "started anew, and all tensors are kept\n",
        ),
    });
    if (!usable || !await within(LOST_MS, finished(runs, runtime))) {
      await this.#restart(runs, "The runtime did not answer after Stop");
      return;
    }
    const kept = failed("Interrupted", "Stopped; variables are kept");
    for (const run of runs) run.stopped.resolve(kept);
  }

  /** Ends the loop of a timer or handler that a cell left behind. */
  async #stopBackground() {
    const runtime = await this.#source.present();
    if (!runtime) return;
    const { child } = runtime;
    const turned = child.call("turn")
      .then(() => true, () => false);
    if (await within(TURN_MS, turned)) return;
    const ended = new Promise<never>(() => {});
    const view = {
      child,
      cells: [],
      since: 0,
      ended,
      hurried: ended,
      onWaiting() {},
      onFreshBackend() {},
    };
    if (await stopCells(view)) return;
    await this.#restart([], "The runtime did not answer after Stop");
  }

  async #restart(runs: Run[], reason: string) {
    const runtime = await this.#source.present();
    const note =
      `${reason}, so the runtime was restarted. Its variables are lost`;
    const restarted = failed("Interrupted", note);
    trace("stop", `the runtime is replaced: ${reason}`);
    for (const run of runs) run.stopped.resolve(restarted);
    this.replacing = note;
    runtime?.child.kill();
    await runtime?.child.exited;
    this.replacing = undefined;
  }
}

/** All output of runs that were stopped has come. */
async function finished(runs: Run[], runtime: DenoRuntime) {
  for (const { id } of runs) {
    // A cell that closed a pipe, or a runtime that ends now: no output to lose.
    await runtime.finish(id).catch(() => {});
  }
}

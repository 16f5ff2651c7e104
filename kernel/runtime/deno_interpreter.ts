/**
 * Runs cells in a Deno child, and gets a fresh one when the child has ended.
 *
 * @module
 */

import type * as Compiler from "../cell/mod.ts";
import type { ExceptionDetails } from "../cdp/domains.ts";
import { CdpClosedError } from "../cdp/errors.ts";
import { CellSources } from "./cell_sources.ts";
import { ChildOutput } from "./child_output.ts";
import { type ChildOptions, DenoChild } from "./deno_child.ts";
import { CollectedError, DenoRuntime } from "./deno_runtime.ts";
import { ticks } from "./descendants.ts";
import { exitReason } from "./exit_reason.ts";
import { type Failed, failed } from "./failed.ts";
import type {
  Cell,
  CommDelivery,
  Delivered,
  Interpreter,
  Outcome,
} from "./interpreter.ts";
import { look, members, names } from "./introspection.ts";
import type { OutputSink } from "./output_sink.ts";
import { stopCell } from "./stop_sequence.ts";
import { type Failure, placed, traceback } from "./traceback.ts";

/** What runs now: a cell, or a callback of a comm. */
interface Run {
  id: number;
  sink: OutputSink;
  /** When it started, in the ticks of `descendants.ts`. */
  since: number;
  /** Its end by Stop. */
  stopped: PromiseWithResolvers<Failed>;
  /** The cell has ended, or what it awaited when it was stopped. */
  quiet: PromiseWithResolvers<void>;
  /** The Stop under way; the next cell must not run into it. */
  stopping?: Promise<void>;
  /** The user was told what Stop waits for, and what a second one does. */
  told?: boolean;
}

export interface InterpreterOptions extends ChildOptions {
  /** Fulfilled when the clients have room for more output. */
  ready(): Promise<void>;
  /** Called when a runtime has ended, and with it all that cells had open. */
  onEnded(): void;
}

export class DenoInterpreter implements Interpreter {
  #options: InterpreterOptions;
  #compiler: Promise<typeof Compiler> | undefined;
  #runtime: Promise<DenoRuntime> | undefined;
  #sources = new CellSources();
  #run: Run | undefined;

  constructor(options: InterpreterOptions) {
    this.#options = options;
  }

  warm() {
    // A failure to start is shown by the first cell, which tries again.
    this.#live().catch(() => {});
  }

  execute(cell: Cell): Promise<Outcome> {
    return this.#during(
      cell,
      (run, runtime) => this.#evaluate(cell, run, runtime),
    );
  }

  deliver(delivery: CommDelivery): Promise<Delivered> {
    return this.#during(delivery, async (_, runtime) => ({
      status: "ok",
      taken: await runtime.deliver(delivery),
    }));
  }

  /** Does one thing at a time, which Stop ends; never throws. */
  async #during<T extends { status: string }>(
    { id, sink }: { id: number; sink: OutputSink },
    work: (run: Run, runtime: DenoRuntime) => Promise<T>,
  ): Promise<T | Failed> {
    const run: Run = {
      id,
      sink,
      since: ticks(),
      stopped: Promise.withResolvers(),
      quiet: Promise.withResolvers(),
    };
    this.#run = run;
    try {
      const ended = this.#start(run, work);
      const first = await Promise.race([ended, run.stopped.promise]);
      // What a stopped cell throws on its way out is not the news.
      const failed = first.status === "error" && run.stopping;
      return failed ? await run.stopped.promise : first;
    } catch (error) {
      return failed("KernelError", (error as Error).message);
    } finally {
      await run.stopping;
      this.#run = undefined;
    }
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

  async specifiers(written: string) {
    // Loads TypeScript, which is no part of a quick start.
    const { specifiers } = await import("./specifiers.ts");
    return specifiers(written, this.#options);
  }

  async interrupt() {
    const run = this.#run;
    if (!run) return;
    // Pressed twice in haste it is one Stop: nobody chose to lose variables.
    if (run.told) await this.#restart(run, "Stopped for the second time");
    else await (run.stopping ??= this.#stop(run));
  }

  async close() {
    const runtime = await this.#present();
    runtime?.child.kill();
    await runtime?.child.exited;
  }

  /** The runtime, if there is one. */
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
    const [child, { CellScope }] = await Promise.all([
      DenoChild.start(this.#options),
      this.#compiler ??= import("../cell/mod.ts"),
    ]);
    const output = new ChildOutput(child, {
      ready: this.#options.ready,
      onUncaught: (id, failure) => {
        const { traceback: lines } = traceback(failure, this.#sources);
        const text = `Uncaught in the background: ${lines.join("\n")}\n`;
        output.sink(id)?.stream("stderr", text);
      },
      onStopped: (id) => {
        if (this.#run?.id === id) this.#run.quiet.resolve();
      },
    });
    child.exited.then(() => {
      this.#runtime = undefined;
      this.#options.onEnded();
    });
    // Loads TypeScript, as the compiler does.
    const { readJsxOptions } = await import("./read_jsx_options.ts");
    const jsx = readJsxOptions(this.#options.config);
    return DenoRuntime.wrap(child, output, new CellScope(), jsx);
  }

  async #start<T>(
    run: Run,
    work: (run: Run, runtime: DenoRuntime) => Promise<T>,
  ): Promise<T | Failed> {
    const runtime = await this.#live();
    const died = this.#died(runtime);
    const working = work(run, runtime);
    const ended = () => run.quiet.resolve();
    working.then(ended, ended);
    const ran = working.catch((error) => {
      if (error instanceof CollectedError) {
        // A stopped cell never settles; that it was stopped is the news.
        if (run.stopping) return run.stopped.promise;
        return error.threw
          ? failed(
            "ErrorLost",
            "The cell threw an error that V8 lost to garbage collection; " +
              "run it again to see it",
          )
          : failed(
            "NeverSettles",
            "The cell awaits a promise that nothing can settle any more",
          );
      }
      // A child that ends rejects what is pending; how it ended says why.
      if (error instanceof CdpClosedError) return died;
      throw error;
    });
    return await Promise.race([died, ran]);
  }

  async #died({ child }: DenoRuntime): Promise<Failed> {
    const code = await child.exited;
    await Promise.all([child.stdout.ended, child.stderr.ended]);
    return failed(
      "RuntimeExited",
      `The runtime ended: ${exitReason(code)}. Its variables are lost; ` +
        `the next cell runs in a fresh one`,
    );
  }

  async #evaluate(
    { id, code, execution_count, sink }: Cell,
    run: Run,
    runtime: DenoRuntime,
  ): Promise<Outcome> {
    const { child, scope, output } = runtime;
    const { compileCell, CellSyntaxError } = await this.#compiler!;
    output.register(id, sink);
    let compiled: Compiler.CompiledCell;
    try {
      const { jsx } = runtime;
      const options = { cell: id, runtime: child.name, scope, jsx };
      compiled = compileCell(code, options);
    } catch (error) {
      if (!(error instanceof CellSyntaxError)) throw error;
      const { line, column, length, message } = error;
      const text = code.split(/\r\n?|\n/)[line - 1] ?? "";
      const place = { execution_count, line, column, text };
      return {
        status: "error",
        error: placed("SyntaxError", message, place, length),
      };
    }
    if (run.stopping) return run.stopped.promise;
    const names = this.#sources.add(execution_count, code, compiled);
    if (compiled.prelude) {
      const { prelude } = names;
      const reply = await runtime.run(compiled.prelude, prelude, id);
      if (reply.exceptionDetails) {
        return this.#thrown(runtime, id, prelude, reply.exceptionDetails);
      }
    }
    // Before it runs: completion and later cells know what it declares, also
    // when it ends by an error.
    if (compiled.accepted) {
      scope.commit(compiled);
      for (const { name } of compiled.declarations) {
        runtime.declared.set(name, code);
      }
    }
    const { result, exceptionDetails } = await runtime.run(
      compiled.body,
      names.body,
      id,
    );
    if (exceptionDetails) {
      return this.#thrown(runtime, id, names.body, exceptionDetails);
    }
    const shown = result.type === "undefined" ? undefined : result;
    const { data, failure } = await runtime.finish(id, shown);
    return failure ? this.#failed(failure) : { status: "ok", data };
  }

  async #thrown(
    runtime: DenoRuntime,
    id: number,
    script: string,
    { exception, lineNumber, columnNumber }: ExceptionDetails,
  ): Promise<Outcome> {
    const failure = await runtime.describe(exception!);
    await runtime.finish(id);
    // What only V8 finds wrong with the syntax has a place; its stack, if any,
    // is that of what ran when the cell came.
    const isStray = failure.frames.every((frame) => !frame.includes(script));
    const place = failure.ename === "SyntaxError" && isStray
      ? this.#sources.place(script, lineNumber + 1, columnNumber + 1)
      : undefined;
    if (!place || place === "hidden") return this.#failed(failure);
    const { ename, evalue } = failure;
    return { status: "error", error: placed(ename, evalue, place, 1) };
  }

  #failed(failure: Failure): Outcome {
    return { status: "error", error: traceback(failure, this.#sources) };
  }

  async #stop(run: Run) {
    const runtime = await this.#present();
    if (!runtime) {
      run.stopped.resolve(failed("Interrupted", "Stopped before it ran"));
      return;
    }
    const { child } = runtime;
    const usable = await stopCell({
      child,
      cell: run.id,
      since: run.since,
      ended: run.quiet.promise,
      onWaiting: () => {
        run.told = true;
        run.sink.stream(
          "stderr",
          "Stop waits for a call that cannot be cut short. " +
            "Stop again to restart the runtime; its variables are then lost\n",
        );
      },
    });
    if (!usable) {
      await this.#restart(run, "The runtime did not answer after Stop");
      return;
    }
    // A cell that closed a pipe, or a runtime that ends now: no output to lose.
    await runtime.finish(run.id).catch(() => {});
    run.stopped.resolve(failed("Interrupted", "Stopped; variables are kept"));
  }

  async #restart(run: Run, reason: string) {
    const runtime = await this.#present();
    run.stopped.resolve(failed(
      "Interrupted",
      `${reason}, so the runtime was restarted. Its variables are lost`,
    ));
    runtime?.child.kill();
    await runtime?.child.exited;
  }
}

import type {
  ExecuteReply,
  ExecuteRequest,
  Payload,
} from "../protocol/execution.ts";
import { mimeBundle, parseBroadcast } from "../protocol/parse_broadcast.ts";
import { ContentError } from "../protocol/shape.ts";
import type { Broadcast, OutputSink } from "../runtime/output_sink.ts";
import type { Outcome } from "../runtime/interpreter.ts";
import type { Context } from "./context.ts";
import { ProgressLine } from "./progress_line.ts";
import { asksNoCheck } from "../language/type_errors.ts";
import { TypeErrors } from "./type_errors.ts";
import { userExpressions } from "./user_expressions.ts";

/** @param line Of what goes on; undefined where nobody looks at it. */
function sinkFor(
  { allow_stdin, silent }: ExecuteRequest,
  context: Context,
  payload: Payload[],
  line: ProgressLine | undefined,
  execution_count: number,
): OutputSink {
  const input = (prompt: string, password: boolean) =>
    allow_stdin === false
      ? Promise.reject(new Error("This client takes no input (allow_stdin)"))
      : context.input(prompt, password);
  const stream = (name: "stdout" | "stderr", text: string) => {
    if (silent) return;
    line?.stay();
    context.publish("stream", { name, text });
  };
  return {
    execution_count,
    stream,
    broadcast: (message) => {
      line?.stay();
      try {
        relay(message, silent === true, context);
      } catch (error) {
        if (!(error instanceof ContentError)) throw error;
        stream("stderr", `Deno.jupyter sent nothing: ${error.message}\n`);
      }
    },
    input,
    progress: line && {
      show: (text) => line.show(text),
      end: (text) => line.end(text),
    },
    // Only the last one counts, as in IPython.
    setNextInput: (next) => {
      payload.splice(0, 1, { source: "set_next_input", ...next });
    },
  };
}

/**
 * Sends what a cell wants sent to all clients.
 *
 * @throws {ContentError} If it is no message that a cell may send.
 */
function relay(message: Broadcast, silent: boolean, context: Context) {
  const checked = parseBroadcast(message);
  const { msg_type, content } = checked;
  // A comm's message is no output: the front end waits for it even if the cell
  // is silent.
  const isComm = msg_type.startsWith("comm_");
  if (isComm) context.comms.note(msg_type, content);
  if (!silent || isComm) context.relay(checked, message.answered);
}

/** Runs a cell. */
export async function executeRequest(
  request: ExecuteRequest,
  context: Context,
): Promise<ExecuteReply> {
  const { counter, history, interpreter } = context;
  const { code } = request;
  const silent = request.silent === true;
  // As in IPython, a blank cell has no number; one of comments has.
  const blank = code.trim() === "";
  const stored = !silent && !blank && request.store_history !== false;
  const execution_count = stored ? counter.count() : counter.execution_count;
  if (!silent) context.publish("execute_input", { code, execution_count });
  // Before it runs: a cell that ends the kernel is the one to look up.
  if (stored) history.add({ line: execution_count, input: code });
  const note = typeErrorsOf(request, execution_count, stored, context);
  const payload: Payload[] = [];
  const line = isWatched(request)
    ? new ProgressLine(context.publish)
    : undefined;
  const outcome = shownOutcome(
    await interpreter.execute({
      code,
      id: counter.id(),
      execution_count,
      sink: sinkFor(request, context, payload, line, execution_count),
      isUnattended: request.allow_stdin === false,
    }),
  );
  line?.stay();
  if (outcome.status === "error") {
    const { isRefused, line } = outcome;
    const unset = isRefused ? undefined : interpreter.unset();
    context.language?.failed({ execution_count, unset, line });
    if (!silent) context.publish("error", outcome.error);
    // A silent cell is a front end's own question, and what the user queued
    // behind it is not stopped by its failure; as in ipykernel.
    if (!silent && request.stop_on_error !== false) context.abortQueued();
    return { status: "error", ...outcome.error, execution_count };
  }
  const { data } = outcome;
  if (data && !silent) {
    context.publish("execute_result", { data, metadata: {}, execution_count });
  }
  const output = data?.["text/plain"];
  if (stored && typeof output === "string") {
    history.add({ line: execution_count, input: code, output });
  }
  const user_expressions = await userExpressions(
    request.user_expressions ?? {},
    execution_count,
    context,
  );
  note?.show();
  return { status: "ok", execution_count, payload, user_expressions };
}

/**
 * Whether somebody looks at the cell: a client that can't ask its user
 * anything, such as nbclient, has none.
 */
function isWatched({ silent, allow_stdin }: ExecuteRequest): boolean {
  return !silent && allow_stdin !== false;
}

/** Has the types of a cell checked that somebody looks at. */
function typeErrorsOf(
  request: ExecuteRequest,
  execution_count: number,
  stored: boolean,
  { language, publish }: Context,
): TypeErrors | undefined {
  const { code } = request;
  const isAsked = stored && isWatched(request) && !asksNoCheck(code);
  if (language && isAsked) {
    const checking = language.check(code, execution_count);
    return new TypeErrors(checking, execution_count, publish);
  }
  language?.ran(code, execution_count);
}

/** An outcome whose data clients can show; a cell's value may say what it likes. */
function shownOutcome(outcome: Outcome): Outcome {
  if (outcome.status === "error" || !outcome.data) return outcome;
  try {
    return { status: "ok", data: mimeBundle(outcome.data, "its data") };
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    const ename = "TypeError";
    const evalue = `The value can't be shown: ${error.message}`;
    const traceback = [`${ename}: ${evalue}`];
    return { status: "error", error: { ename, evalue, traceback } };
  }
}

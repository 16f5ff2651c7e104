import type {
  ExecuteInput,
  ExecuteReply,
  ExecuteRequest,
  ExecuteResult,
} from "../protocol/execution.ts";
import type { OutputSink } from "../runtime/output_sink.ts";
import type { Context } from "./context.ts";
import { userExpressions } from "./user_expressions.ts";

function sinkFor(
  { allow_stdin, silent }: ExecuteRequest,
  context: Context,
): OutputSink {
  const input = (prompt: string, password: boolean) =>
    allow_stdin === false
      ? Promise.reject(new Error("This client takes no input (allow_stdin)"))
      : context.input(prompt, password);
  return {
    stream(name, text) {
      if (!silent) context.publish("stream", { name, text });
    },
    broadcast({ msg_type, content, metadata, buffers }) {
      // Not output: the other end waits for it, whoever may look on.
      const isComm = msg_type.startsWith("comm_");
      if (isComm) context.comms.note(msg_type, content);
      if (silent && !isComm) return;
      context.publish(msg_type, content, { metadata, buffers });
    },
    input,
  };
}

/** Runs a cell. */
export async function executeRequest(
  content: Record<string, unknown>,
  context: Context,
): Promise<ExecuteReply> {
  const request = content as unknown as ExecuteRequest;
  const { counter, history, interpreter } = context;
  const code = String(request.code ?? "");
  const silent = request.silent === true;
  // As in IPython, a blank cell has no number; one of comments has.
  const blank = code.trim() === "";
  const stored = !silent && !blank && request.store_history !== false;
  const execution_count = stored ? counter.count() : counter.execution_count;
  if (!silent) {
    const input: ExecuteInput = { code, execution_count };
    context.publish("execute_input", input);
  }
  // Before it runs: a cell that ends the kernel is the one to look up.
  if (stored) history.add({ line: execution_count, input: code });
  const outcome = await interpreter.execute({
    code,
    id: counter.id(),
    execution_count,
    sink: sinkFor(request, context),
  });
  if (outcome.status === "error") {
    if (!silent) context.publish("error", outcome.error);
    if (request.stop_on_error !== false) context.abortQueued();
    return { status: "error", ...outcome.error, execution_count };
  }
  if (outcome.data && !silent) {
    const { data } = outcome;
    const result: ExecuteResult = { data, metadata: {}, execution_count };
    context.publish("execute_result", result);
  }
  const output = outcome.data?.["text/plain"];
  if (stored && typeof output === "string") {
    history.add({ line: execution_count, input: code, output });
  }
  const user_expressions = await userExpressions(
    request.user_expressions ?? {},
    execution_count,
    context,
  );
  return { status: "ok", execution_count, payload: [], user_expressions };
}

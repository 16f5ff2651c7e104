import { deepStrictEqual } from "node:assert/strict";
import { MemorySockets } from "../../../kernel/transport/memory_sockets.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const texts = (frames: Uint8Array[]) =>
  frames.map((frame) => new TextDecoder().decode(frame)).join();

function connected():
  & { sockets: MemorySockets; said: string[] }
  & Pick<
    ReturnType<MemorySockets["connect"]>,
    "sendShell" | "sendStdin" | "close"
  > {
  const said: string[] = [];
  const note = (name: string) => (frames: Uint8Array[]) => {
    said.push(`${name} ${texts(frames)}`);
    return true;
  };
  const sockets = new MemorySockets({
    onShell: note("kernel's shell"),
    onControl: note("kernel's control"),
    onStdin: note("kernel's stdin"),
    onSubscribe: (_, send) => send([bytes("welcome")]),
  });
  const client = sockets.connect({
    onShell: note("shell"),
    onControl: note("control"),
    onStdin: note("stdin"),
    onIopub: note("iopub"),
  }, "me");
  return { sockets, said, ...client };
}

Deno.test("MemorySockets hands over in order, and never within the call", async () => {
  const { sockets, said, sendShell } = connected();
  sendShell([bytes("ask")]);
  sockets.publish([bytes("topic"), bytes("busy")]);
  sockets.sendShell([bytes("me"), bytes("reply")]);
  sockets.sendStdin([bytes("me"), bytes("question")]);
  deepStrictEqual(said, []);
  // What is handed over by microtasks is there in the next turn.
  await new Promise((resolve) => setTimeout(resolve));
  deepStrictEqual(said, [
    "kernel's shell me,ask",
    "iopub topic,busy",
    "shell reply",
    "stdin question",
    "iopub welcome",
  ]);
});

Deno.test("MemorySockets hands nothing over once either end is closed", async () => {
  const { sockets, said, sendStdin, close } = connected();
  await close();
  said.length = 0;
  sendStdin([bytes("answer")]);
  sockets.publish([bytes("late")]);
  // A second time, by the other end.
  await sockets.close();
  deepStrictEqual(said, []);
});

import { strictEqual } from "node:assert/strict";
import { KernelDiedError } from "../../../kernel/client/client_errors.ts";

Deno.test("KernelDiedError tells what a kernel said last, but for its log at each start", () => {
  const warning = "[IPKernelApp] WARNING | Kernel is running over TCP";
  const { message } = new KernelDiedError(137, warning);
  strictEqual(message, "The kernel died with exit code 137");
  strictEqual(
    new KernelDiedError(1, `${warning}\n[IPKernelApp] CRITICAL | No port\n`)
      .message,
    "The kernel died with exit code 1: [IPKernelApp] CRITICAL | No port",
  );
});

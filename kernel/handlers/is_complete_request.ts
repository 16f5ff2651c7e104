import type { IsCompleteReply } from "../protocol/execution.ts";

/** Whether a console should run the code or ask for another line. */
export async function isCompleteRequest(
  content: Record<string, unknown>,
): Promise<IsCompleteReply> {
  // Loads TypeScript, which is no part of a quick start.
  const { completeness } = await import("../cell/mod.ts");
  const { status, indent } = completeness(String(content.code ?? ""));
  return status === "incomplete" ? { status, indent } : { status };
}

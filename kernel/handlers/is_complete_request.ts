import type {
  IsCompleteReply,
  IsCompleteRequest,
} from "../protocol/execution.ts";

/** Whether a console should run the code or ask for another line. */
export async function isCompleteRequest(
  { code }: IsCompleteRequest,
): Promise<IsCompleteReply> {
  // Loads TypeScript, which is no part of a quick start.
  const { completeness } = await import("../cell/mod.ts");
  const { status, indent } = completeness(code);
  return status === "incomplete" ? { status, indent } : { status };
}

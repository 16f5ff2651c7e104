import type {
  IsCompleteReply,
  IsCompleteRequest,
} from "../protocol/execution.ts";
import type * as Cell from "../cell/mod.ts";
import { onDemand } from "../system/on_demand.ts";

/** Whether a console should run the code or ask for another line. */
export async function isCompleteRequest(
  { code }: IsCompleteRequest,
): Promise<IsCompleteReply> {
  // Loads TypeScript, which is no part of a quick start.
  const { completeness }: typeof Cell = await import(
    onDemand("../cell/mod.ts")
  );
  const { status, indent } = completeness(code);
  return status === "incomplete" ? { status, indent } : { status };
}

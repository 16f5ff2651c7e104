import type { BackgroundReply } from "../protocol/background.ts";
import type { Empty } from "../protocol/messages.ts";
import type { Context } from "./context.ts";

/** Says which errors no cell caught, once what cells have begun has ended. */
export async function backgroundRequest(
  _: Empty,
  { interpreter }: Context,
): Promise<BackgroundReply> {
  return { status: "ok", errors: await interpreter.background() };
}

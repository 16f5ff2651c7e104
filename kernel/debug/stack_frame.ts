/** A frame as clients see it. */

import type { DebugProtocol as Dap } from "@vscode/debugprotocol";
import type { Frame } from "./frame.ts";

export function stackFrame({ id, name, place }: Frame): Dap.StackFrame {
  const { path, line, column, isPackage } = place;
  return {
    id,
    name,
    line,
    column,
    source: { name: place.name, path },
    presentationHint: isPackage ? "subtle" : "normal",
  };
}

/** What each debug command does. */

import type { Commands } from "./debug_session.ts";
import type { DebugCommand } from "./requests.ts";
import { RUN_COMMANDS } from "./run_commands.ts";
import { SESSION_COMMANDS } from "./session_commands.ts";
import { VALUE_COMMANDS } from "./value_commands.ts";

export const COMMANDS: Commands<DebugCommand> = {
  ...SESSION_COMMANDS,
  ...RUN_COMMANDS,
  ...VALUE_COMMANDS,
};

import { Reporter } from "./reporter.ts";

/**
 * Says on stdout what was asked for.
 *
 * @param command What a line begins with that says why it can't.
 * @returns The exit code.
 */
export function said(command: string, text: string): number {
  const reporter = new Reporter();
  reporter.say(text);
  if (reporter.unsaid === undefined) return 0;
  reporter.fail(`${command}: ${reporter.unsaid}`);
  return 2;
}

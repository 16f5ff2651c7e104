/** Words for how the runtime ended. */

const SIGNALS: Record<number, string> = {
  132: "an illegal instruction in native code",
  133: "out of memory",
  134: "an abort in native code",
  135: "a bus error in native code",
  136: "an arithmetic error in native code",
  137: "killed, by someone or for lack of memory",
  139: "a crash in native code",
  143: "terminated from outside",
};

/** A sentence's end for an exit code, signals counted from 128. */
export function exitReason(code: number): string {
  const signal = SIGNALS[code];
  return signal ? `${signal} (exit code ${code})` : `exit code ${code}`;
}

import type { FailedBackend } from "./backend_report.ts";

/** No backend runs, or not the one that was asked for by name. */
export class BackendError extends Error {
  override name = "BackendError";

  /** @param tried Every backend that was tried, with the reason it failed. */
  constructor(readonly tried: FailedBackend[]) {
    super(
      tried.map(({ name, reason }) => `Backend ${name} does not run: ${reason}`)
        .join("\n"),
    );
  }
}

import type {
  HistoryReply,
  HistoryRequest,
} from "../protocol/introspection.ts";
import { entries, type HistoryDatabase } from "../history/history_database.ts";
import type { Context } from "./context.ts";

/** Lists what was run, in this session and in earlier ones. */
export async function historyRequest(
  content: Record<string, unknown>,
  { history }: Context,
): Promise<HistoryReply> {
  const request = content as unknown as HistoryRequest;
  const rows = await history.read(queryOf(request));
  return { status: "ok", history: entries(rows, request.output === true) };
}

function queryOf(
  request: HistoryRequest,
): (database: HistoryDatabase) => ReturnType<HistoryDatabase["tail"]> {
  const { session = 0, start = 0, pattern = "*", unique = false } = request;
  // Clients send null for what they leave out.
  const stop = request.stop ?? undefined;
  const n = request.n ?? undefined;
  switch (request.hist_access_type) {
    case "range":
      return (database) => database.range({ session, start, stop });
    case "search":
      return (database) => database.search(pattern, n, unique);
    case "tail":
      return (database) => database.tail(n ?? 10);
  }
  throw new RangeError(
    `hist_access_type must be range, tail or search, got ${request.hist_access_type}`,
  );
}

import type {
  HistoryReply,
  HistoryRequest,
} from "../protocol/introspection.ts";
import { entries, type HistoryDatabase } from "../history/history_database.ts";
import type { Context } from "./context.ts";

/** Lists what was run, in this session and in earlier ones. */
export async function historyRequest(
  request: HistoryRequest,
  { history }: Context,
): Promise<HistoryReply> {
  const rows = await history.read(queryOf(request));
  return { status: "ok", history: entries(rows, request.output) };
}

function queryOf(
  { hist_access_type, session = 0, start = 0, stop, n, pattern, unique }:
    HistoryRequest,
): (database: HistoryDatabase) => ReturnType<HistoryDatabase["tail"]> {
  switch (hist_access_type) {
    case "range":
      return (database) => database.range({ session, start, stop });
    case "search":
      return (database) => database.search(pattern ?? "*", n, unique === true);
    case "tail":
      return (database) => database.tail(n ?? 10);
  }
}

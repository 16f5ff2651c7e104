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
  // Clients send null for what they leave out.
  const n = whole("n", request.n ?? undefined);
  switch (request.hist_access_type) {
    case "range": {
      const session = whole("session", request.session ?? 0)!;
      const start = whole("start", request.start ?? 0)!;
      const stop = whole("stop", request.stop ?? undefined);
      return (database) => database.range({ session, start, stop });
    }
    case "search": {
      const pattern = String(request.pattern ?? "*");
      const unique = request.unique === true;
      return (database) => database.search(pattern, n, unique);
    }
    case "tail":
      return (database) => database.tail(n ?? 10);
  }
  throw new RangeError(
    `hist_access_type must be range, tail or search, got ${request.hist_access_type}`,
  );
}

/** SQLite refuses other numbers, and what it refuses counts as a broken file. */
function whole(name: string, value: unknown): number | undefined {
  if (value === undefined || Number.isSafeInteger(value)) {
    return value as number | undefined;
  }
  throw new RangeError(`${name} must be a whole number, got ${value}`);
}

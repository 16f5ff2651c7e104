import { strictEqual } from "node:assert/strict";
import { RecentStops } from "../../../kernel/dispatch/recent_stops.ts";
import { type Header, Session } from "../../../kernel/protocol/message.ts";

function sent(ms: number, session = "a"): Header {
  const { header } = new Session().message("x", {});
  return { ...header, session, date: new Date(ms).toISOString() };
}

Deno.test("covers() knows a cell that was sent before a Stop that is there", () => {
  const stops = new RecentStops();
  stops.note(sent(1000));
  strictEqual(stops.covers(sent(998)), true);
  strictEqual(stops.covers(sent(1000)), false);
  strictEqual(stops.covers(sent(1001)), false);
  strictEqual(stops.covers(sent(998, "b")), false);
});

Deno.test("covers() goes by the latest Stop, in whatever order they came", () => {
  const stops = new RecentStops();
  stops.note(sent(2000));
  stops.note(sent(1000));
  strictEqual(stops.covers(sent(1500)), true);
});

Deno.test("covers() forgets a Stop, as clocks are set back", () => {
  let now = 0;
  const stops = new RecentStops(() => now);
  stops.note(sent(10_000));
  now = 4999;
  strictEqual(stops.covers(sent(1000)), true);
  now = 5001;
  strictEqual(stops.covers(sent(1000)), false);
});

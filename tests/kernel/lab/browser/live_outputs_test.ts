import { deepStrictEqual } from "node:assert/strict";
import type { Broadcast } from "../../../../kernel/lab/browser/lab_types.ts";
import { updateLive } from "../../../../kernel/lab/browser/live_outputs.ts";

/** Outputs of one cell, as Lab keeps them. */
function area(...ids: (string | undefined)[]) {
  const all: { metadata: Record<string, unknown>; data?: unknown }[] = ids
    .map((display_id) => ({
      metadata: display_id ? { thaw: { display_id } } : {},
      data: "old",
    }));
  return {
    all,
    get length() {
      return all.length;
    },
    get: (index: number) => all[index],
    set: (index: number, output: unknown) => {
      all[index] = output as typeof all[number];
    },
  };
}

function update(display_id: string, session: string): Broadcast {
  return {
    header: { msg_type: "update_display_data" },
    parent_header: { session },
    content: { data: "new", metadata: {}, transient: { display_id } },
  };
}

const texts = ({ all }: ReturnType<typeof area>) => all.map(({ data }) => data);

Deno.test("updateLive() changes what a page that is gone has shown", () => {
  const outputs = area(undefined, "a", "b");
  updateLive([{}, { outputs }], update("a", "gone"), "here");
  deepStrictEqual(texts(outputs), ["old", "new", "old"]);
  deepStrictEqual(outputs.all[1].metadata, {});
});

Deno.test("updateLive() leaves what is not its own", () => {
  const outputs = area("a");
  const cells = [{ outputs }];
  updateLive(cells, update("a", "here"), "here");
  updateLive(cells, update("other", "gone"), "here");
  updateLive(cells, {
    ...update("a", "gone"),
    header: { msg_type: "display_data" },
  }, "here");
  updateLive(cells, { ...update("a", "gone"), content: {} }, "here");
  deepStrictEqual(texts(outputs), ["old"]);
});

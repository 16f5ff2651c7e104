import { strictEqual, throws } from "node:assert/strict";
import { assemble } from "../../../../lib/backend/assembly/assemble.ts";
import { clear } from "../../../../lib/backend/assembly/clear.ts";

for (const shared of [false, true]) {
  Deno.test(`assemble()'s modules ask for a page: it saves checks of offsets (${shared ? "shared" : "plain"} memory)`, () => {
    const module = new WebAssembly.Module(assemble([clear], shared));
    const on = (initial: number) => {
      const memory = new WebAssembly.Memory({
        initial,
        maximum: 65536,
        shared,
      });
      return new WebAssembly.Instance(module, { heap: { memory } });
    };
    strictEqual(typeof on(1).exports.clear, "function");
    throws(() => on(0), WebAssembly.LinkError);
  });
}

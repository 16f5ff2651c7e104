import { strictEqual } from "node:assert/strict";
import { Termination } from "../../../kernel/run/termination.ts";

Deno.test({
  name: "Termination takes two signals in haste for one",
  ignore: Deno.build.os === "windows",
  async fn() {
    let requests = 0;
    using termination = new Termination();
    termination.onRequest(() => requests++);
    // Listeners for signals alone keep no event loop turning.
    const alive = setInterval(() => {}, 1000);
    let heard = Promise.withResolvers<void>();
    const listener = () => heard.resolve();
    Deno.addSignalListener("SIGHUP", listener);
    for (let round = 0; round < 2; round++) {
      heard = Promise.withResolvers();
      Deno.kill(Deno.pid, "SIGHUP");
      await heard.promise;
    }
    Deno.removeSignalListener("SIGHUP", listener);
    clearInterval(alive);
    strictEqual(requests, 1);
    strictEqual(termination.requested?.code, 129);
  },
});

Deno.test({
  name: "Termination makes a file that is too large an error of its write",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    using termination = new Termination();
    // Without a listener this would end the tests.
    Deno.kill(Deno.pid, "SIGXFSZ");
    await new Promise((resolve) => setTimeout(resolve, 0));
    strictEqual(termination.requested, undefined);
  },
});

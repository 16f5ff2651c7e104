import { ok } from "node:assert/strict";
import { python } from "../harness/python.ts";

Deno.test("python() has the Jupyter clients the tests need", async () => {
  const names = "jupyter_client, nbclient, nbconvert, papermill, jupyterlab";
  const output = await new Deno.Command(await python(), {
    args: ["-c", `import ${names}, zmq, jupyter_kernel_test`],
  }).output();

  ok(output.success, new TextDecoder().decode(output.stderr));
});

/** `jupyter run FILE`, which adds the file's name to the kernel's arguments. */

import { strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { JupyterHome } from "../harness/jupyter_home.ts";
import { python } from "../harness/python.ts";

Deno.test("jupyter run runs a file in the kernel", async () => {
  await using home = await JupyterHome.make();
  const file = join(home.folder, "two words.ts");
  await Deno.writeTextFile(
    file,
    'const who: string = "you";\nconsole.log(`hello ${who}`);\n1 + 1',
  );
  const jupyter = join(dirname(await python()), "jupyter-run");
  const { stdout, stderr } = await new Deno.Command(jupyter, {
    args: ["--kernel", "thaw", file],
    cwd: home.folder,
    env: home.env,
  }).output();
  const text = new TextDecoder().decode(stdout);
  strictEqual(text, "hello you\n2", new TextDecoder().decode(stderr));
});

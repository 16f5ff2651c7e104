import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { serverAddress } from "../../../kernel/run/server_address.ts";

Deno.test("serverAddress() takes the address of a page", () => {
  for (
    const [text, url] of [
      ["http://h:8888", "http://h:8888/"],
      ["http://h:8888/?token=a", "http://h:8888/"],
      ["http://h/b", "http://h/b/"],
      ["http://h/lab?token=a", "http://h/"],
      ["http://h/b/lab/tree/x/a.ipynb#c", "http://h/b/"],
      ["http://h/b/lab/workspaces/auto-1", "http://h/b/"],
      ["http://h/tree/", "http://h/"],
      ["http://h/notebooks/a.ipynb", "http://h/"],
      ["https://h/user/ada/lab", "https://h/user/ada/"],
      ["https://h/user/lab/", "https://h/user/lab/"],
      ["https://h/user/lab/lab/tree/a", "https://h/user/lab/"],
      ["https://h/laboratory", "https://h/laboratory/"],
    ]
  ) strictEqual(serverAddress(text, undefined).url, url, text);
  throws(
    () => serverAddress("localhost:8888", undefined),
    /not localhost:8888 \(did you mean http:\/\/localhost:8888\?\)/,
  );
});

Deno.test("serverAddress() takes the token that is nearest", () => {
  const former = Deno.env.get("JUPYTER_TOKEN");
  Deno.env.set("JUPYTER_TOKEN", "c");
  try {
    deepStrictEqual(
      [
        serverAddress("http://h/?token=b", "a").token,
        serverAddress("http://h/?token=b", undefined).token,
        serverAddress("http://h/", undefined).token,
      ],
      ["a", "b", "c"],
    );
  } finally {
    if (former === undefined) Deno.env.delete("JUPYTER_TOKEN");
    else Deno.env.set("JUPYTER_TOKEN", former);
  }
});

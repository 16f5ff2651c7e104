import { match, ok, strictEqual } from "node:assert/strict";
import { typeNote } from "../../../kernel/handlers/type_note.ts";

const error = {
  line: 2,
  column: 1,
  message: "Type 'a' is no 'b'.",
  code: 2322,
};

Deno.test("typeNote() is one collapsed line, and each error below it", () => {
  const data = typeNote([error], 3);
  strictEqual(
    data["text/plain"],
    "1 type error\n  In[3]:2 Type 'a' is no 'b'. (TS2322)",
  );
  match(
    String(data["text/html"]),
    /^<details><summary>1 type error<\/summary>.*In\[3\]:2.*TS2322/,
  );
});

Deno.test("typeNote() escapes what a type is called", () => {
  const message = "Type '\"<img onerror=x>\"' & more";
  const html = String(typeNote([{ ...error, message }], 1)["text/html"]);
  ok(!html.includes("<img"), html);
  ok(html.includes("&quot;&lt;img onerror=x&gt;&quot;' &amp; more"), html);
});

Deno.test("typeNote() counts what it does not list", () => {
  const data = typeNote(Array.from({ length: 30 }, () => error), 1);
  match(String(data["text/plain"]), /^30 type errors\n[^]*\n {2}and 10 more$/);
  match(String(data["text/html"]), /<li>and 10 more<\/li>/);
});

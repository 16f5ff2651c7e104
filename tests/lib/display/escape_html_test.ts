import { strictEqual } from "node:assert/strict";
import { escapeHtml } from "../../../lib/display/escape_html.ts";

Deno.test("escapeHtml() escapes what could end text or an attribute", () => {
  strictEqual(
    escapeHtml(`<img src=x onerror="a('b')">&amp;`),
    "&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;amp;",
  );
});

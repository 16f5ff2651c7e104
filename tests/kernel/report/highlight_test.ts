import { strictEqual } from "node:assert/strict";
import { highlighted } from "../../../kernel/report/highlight.ts";
import { escapeXml } from "../../../kernel/report/html.ts";

/** What a browser shows of it. */
function shown(html: string): string {
  return html.replace(/<\/?span[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code));
}

Deno.test("highlighted() colours words, numbers, texts and comments", () => {
  strictEqual(
    highlighted("const a = 1"),
    '<span class="keyword">const</span> a = <span class="number">1</span>',
  );
});

Deno.test("highlighted() shows just the source, whatever it is", () => {
  for (
    const source of [
      "`a${`b${{ c: 1 }.c}`}d` + x }",
      "<script>alert('&')</script>",
      "/* open",
      "'unclosed\n1",
      "a \\ # § \u2028 \u{1f600}",
      "`${",
    ]
  ) {
    const html = highlighted(source);
    strictEqual(shown(html), source);
    strictEqual(/<(?!\/?span)/.test(html), false);
  }
});

Deno.test("escapeXml() leaves nothing that XML can't say", () => {
  strictEqual(escapeXml("\x1b[31ma\0b\x1b[0m<"), "a\ufffdb&#60;");
  strictEqual(escapeXml("\ud800"), "\ufffd");
});

import { deepStrictEqual, match } from "node:assert/strict";
import {
  differenceLines,
  differencesHtml,
  maskedDifferences,
} from "../../../kernel/check/differences.ts";

Deno.test("maskedDifferences() leaves to be seen what counts", () => {
  const differences = maskedDifferences([{
    what: "stdout",
    saved: "took 2.1s\nat 0x7ffabc by alice",
    now: "took 35 ms\nat 0x7ffee3 by bob",
  }]);
  deepStrictEqual(differenceLines(differences, 60, false), [
    "  stdout",
    "    took <duration>              took <duration>",
    "    at <address> by alice      | at <address> by bob",
  ]);
  match(
    differencesHtml(differences),
    /took &#60;duration&#62;\n<del>at &#60;address&#62; by alice<\/del>/,
  );
});

Deno.test("differencesHtml() shows pictures beside each other, as what they are", () => {
  const pictures = { type: "image/jpeg", saved: "aa\n", now: 'b"b' };
  const html = differencesHtml([
    { what: "output", saved: "", now: "", pictures },
  ]);
  match(html, /<img src="data:image\/jpeg;base64,aa" alt="saved">.*<img/);
  match(html, /<img src="data:image\/jpeg;base64,b&#34;b" alt="now">/);
});

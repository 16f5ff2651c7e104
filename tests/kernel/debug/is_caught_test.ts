import { strictEqual } from "node:assert/strict";
import { isCaught } from "../../../kernel/debug/is_caught.ts";

/** Whether what is thrown at the mark is caught. */
function caughtAtMark(marked: string): boolean {
  const at = marked.indexOf("‸");
  const before = marked.slice(0, at).split("\n");
  const source = marked.replace("‸", "");
  return isCaught(source, before.length, before.at(-1)!.length + 1);
}

Deno.test("isCaught() finds the `try` around a place", () => {
  strictEqual(caughtAtMark("try {\n  ‸f();\n} catch {}"), true);
  strictEqual(caughtAtMark("try { if (a) { ‸f() } } catch (e) { g() }"), true);
  strictEqual(caughtAtMark("‸f();"), false);
});

Deno.test("isCaught() tells a `try` that catches from one that does not", () => {
  strictEqual(caughtAtMark("try { ‸f() } finally { g() }"), false);
  strictEqual(caughtAtMark("try { f() } catch { ‸g() }"), false);
  strictEqual(caughtAtMark("try { f() } catch {} finally { ‸g() }"), false);
  strictEqual(
    caughtAtMark("try { try { ‸f() } finally {} } catch {}"),
    true,
  );
});

Deno.test("isCaught() leaves to a function's caller what the function throws", () => {
  strictEqual(caughtAtMark("try { g(() => { ‸f() }) } catch {}"), false);
  strictEqual(caughtAtMark("function g() { try { ‸f() } catch {} }"), true);
});

Deno.test("isCaught() takes a place that the source has not for one outside", () => {
  strictEqual(isCaught("a", 7, 1), false);
});

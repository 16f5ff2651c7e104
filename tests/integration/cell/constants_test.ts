/** Constants, in their own and in later cells. */

import { check } from "../../harness/check.ts";

Deno.test("constants can be redeclared and not assigned", () => {
  const thrown = (place: string) =>
    `TypeError: Assignment to constant variable. @ ${place}`;
  return check([
    ["own cell", ["const k1 = 1;\nk1 = 2"], thrown("2:4")],
    ["later cell", ["const k2 = 1", " k2 = 2"], thrown("1:5")],
    ["compound", ["const k3 = 1", "k3 += 2"], thrown("1:4")],
    ["logical that assigns", ["const k4 = 0", "k4 ||= 2"], thrown("1:4")],
    ["logical that does not", ["const k5 = 1", "k5 ||= 2"], 1],
    ["increment", ["const k6 = 1", "k6++"], thrown("1:3")],
    ["decrement", ["const k7 = 1", "--k7"], thrown("1:3")],
    [
      "array target",
      ["const k8 = 1; let k8a", "[k8a, k8] = [1, 2]"],
      thrown("1:7"),
    ],
    [
      "object target",
      ["const k9 = 1", "({ a: k9 } = { a: 1 })"],
      thrown("1:7"),
    ],
    [
      "shorthand target",
      ["const k10 = 1", "({ k10 } = { k10: 1 })"],
      thrown("1:4"),
    ],
    ["default target", ["const k11 = 1", "({ k11 = 2 } = {})"], thrown("1:4")],
    ["for-of", ["const k12 = 1", "for (k12 of [1]);"], thrown("1:6")],
    ["for-in", ["const k13 = 1", "for (k13 in [1]);"], thrown("1:6")],
    ["function", ["const k14 = 1", "(() => { k14 = 2 })()"], thrown("1:14")],
    ["parameter hides it", ["const k15 = 1", "((k15) => k15 = 2)(0)"], 2],
    ["block hides it", [
      "const k16 = 1",
      "let k16a; { let k16 = 1; k16 = 3; k16a = k16 } k16a",
    ], 3],
    ["var hides it", [
      "const k17 = 1",
      "(() => { k17 = 2; var k17; return k17 })()",
    ], 2],
    ["catch hides it", [
      "const k18 = 1",
      "let k18a; try { throw 1 } catch (k18) { k18 = 4; k18a = k18 } k18a",
    ], 4],
    ["redeclared", ["const k19 = 1", "let k19 = 2", "k19 = 3"], 3],
    [
      "import",
      ["import { sep as k20 } from 'node:path'", "k20 = 1"],
      thrown("1:5"),
    ],
    [
      "type assertion",
      ["const k21: number = 1", "(k21 as any) = 2"],
      thrown("1:14"),
    ],
    ["is read first", ["const k22 = 1", "[k22].length"], 1],
    [
      "line before it",
      ["const k23 = 1; let k23a = 2", "k23a\nk23 = 2"],
      thrown("2:5"),
    ],
  ]);
});

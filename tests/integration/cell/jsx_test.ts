/** JSX in cells. */

import { check } from "../../harness/check.ts";

Deno.test("JSX makes elements", () =>
  check([
    ["as Deno does", [
      "const React = { createElement: (type, props, ...children) => `${type}${JSON.stringify(props)}${children}`, Fragment: 'all' }",
      "<p id='a'>x{1 + 1}</p>",
    ], 'p{"id":"a"}x,2'],
    ["fragment", ["<><b/>c</>"], "allnullbnull,c"],
    ["in a function", [
      "function j1(text: string) { return <i>{text}</i> } j1('d')",
    ], "inulld"],
    ["pragma", ["/** @jsx j2 */\nconst j2 = (type) => type + 2;\n<u/>"], "u2"],
    ["pragma of a cell before", ["<u/>"], "u2"],
    ["source", [
      "/** @jsxImportSource ./module.ts? */\nfunction j3() { return <s>t</s> } j3()",
    ], "s(t)"],
    ["in a function and beside it, of which each needs other names", [
      "function j5() { return <s>t</s> } `${j5()}${<><b/>{j5()}</>}`",
    ], "s(t)all(b(undefined),s(t))"],
    ["assertion where it can be one", ["<number>3"], 3],
    [
      "error",
      ["const j4 = <p>\n  {null.x}\n</p>"],
      "TypeError: Cannot read properties of null (reading 'x') @ 2:9",
    ],
  ]));

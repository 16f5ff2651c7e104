/**
 * What is here what a name is in Python, in a terminal, in Observable or in a
 * page. The name is not defined in a cell, and people type it by habit.
 *
 * @module
 */

import { Object } from "../language/natives.ts";

const SHELL =
  'a command of a terminal: `import { $ } from "npm:execa@9"` and ' +
  "(await $`";
const ENDS = "Deno.exit() ends the process of the cells, with all variables";

const FOREIGN: Record<string, string> = {
  // Python
  False: "in TypeScript it is false",
  None: "in TypeScript it is null",
  True: "in TypeScript it is true",
  dict: "in TypeScript it is an object, or new Map()",
  elif: "in TypeScript it is else if",
  exit: ENDS,
  input: "what is input() in Python is prompt() in a cell",
  len: "in TypeScript it is the property length",
  plt: "thaw has plots, and packages such as npm:@observablehq/plot",
  print: "console.log() prints",
  quit: ENDS,
  range: "Array.from({ length: n }, (_, i) => i) are the numbers below n",
  // Observable
  FileAttachment: 'Deno.readTextFile("file") and fetch(url) read files',
  Inputs: "thaw has widgets, as IntSlider and interact()",
  html: "it is Deno.jupyter.html",
  md: "it is Deno.jupyter.md",
  svg: "it is Deno.jupyter.svg",
  // a page
  document: "cells run in Deno, without a page; npm:linkedom and npm:jsdom " +
    "make a document, and Deno.jupyter.html`<b>text</b>` shows HTML",
  React:
    'JSX calls it: `import React from "npm:react"`, or a cell that begins ' +
    "with /** @jsxImportSource npm:preact */",
  XMLHttpRequest: "fetch() requests",
  requestAnimationFrame:
    "cells run in Deno, which draws nothing; setTimeout() " +
    "calls later",
  window: "cells run in Deno, where globalThis has what is global",
};

/**
 * Commands that are typed alone, or after `!` as in IPython. `cat`, `head`,
 * `node`, `tail` and `touch` are rather variables that somebody forgot.
 */
const COMMANDS =
  /^(?:cd|conda|curl|deno|echo|git|grep|ls|mkdir|mv|npm|npx|pip|pnpm|pwd|python3?|rm|unzip|wget|whoami|yarn)$/;

/** What to use in place of a name, or an empty text. */
export function foreignName(name: string): string {
  if (Object.hasOwn(FOREIGN, name)) return FOREIGN[name];
  return COMMANDS.test(name) ? `${SHELL}${name}\`).stdout run it` : "";
}

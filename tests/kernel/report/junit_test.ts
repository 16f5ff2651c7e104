import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { validateXML } from "xmllint-wasm";
import type { CodeCell } from "../../../kernel/notebook/notebook.ts";
import {
  annotations,
  commandAnnotation,
  summary,
} from "../../../kernel/report/github.ts";
import { junitSuite, junitXml } from "../../../kernel/report/junit.ts";
import type {
  CellResult,
  NotebookResult,
} from "../../../kernel/report/outcome.ts";

/**
 * Jenkins's schema, which pytest's own report is held to as well, as that
 * package has it: under MIT, with its notice.
 *
 * @see https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
const SCHEMA = Deno.readTextFileSync(
  new URL("./junit-10.xsd", import.meta.url),
);

/** What libxml2 has against files by the schema, each line with its file. */
async function errors(files: Record<string, string>): Promise<string[]> {
  const xml = Object.entries(files)
    .map(([fileName, contents]) => ({ fileName, contents }));
  const result = await validateXML({ xml, schema: [SCHEMA] });
  return result.errors.map(({ rawMessage }) => rawMessage);
}

const cell = { id: "a" } as CodeCell;

function cells(...states: CellResult["state"][]): CellResult[] {
  return states.map((state, index) => ({
    number: index + 1,
    id: "a",
    title: "x < 1",
    state,
    ms: 1500,
    ...state === "failed"
      ? {
        failure: {
          cell,
          number: index + 1,
          reason: "TypeError: <&\x07\ud800>",
          traceback: ["\x1b[31m]]>\x1b[39m", "100%"],
        },
      }
      : {},
  }));
}

function result(changes: Partial<NotebookResult>): NotebookResult {
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [],
  } as const;
  return {
    name: 'a"b.ipynb',
    notebook: { ...notebook, cells: [] },
    state: "passed",
    cells: cells("passed"),
    ms: 2000,
    ...changes,
  };
}

Deno.test("junitXml() is valid by JUnit's schema, whatever cells say", async () => {
  const failed = result({
    state: "failed",
    cells: cells("passed", "failed", "skipped", "not run"),
  });
  const broken = result({
    state: "not runnable",
    cells: [],
    reason: "no kernel",
  });
  const late = result({ state: "failed", cells: cells("failed") });
  Object.assign(late.cells[0].failure!, {
    reason: "The cell took longer than 1 s",
    traceback: [],
  });
  const left = result({ state: "interrupted", cells: [], reason: "not run" });
  const all = [failed, broken, late, left];
  const xml = junitXml("thaw run", all.map(junitSuite));
  match(
    xml,
    /<testsuite name="a&#34;b\.ipynb" tests="4" failures="1" errors="0" skipped="2" time="2\.000">/,
  );
  match(
    xml,
    /<testcase classname="[^"]*" name="cell 1: x &#60; 1" time="1\.500"\/>/,
  );
  match(
    xml,
    /<failure message="TypeError: &#60;&#38;\ufffd\ufffd&#62;" type="TypeError">\]\]&#62;\n100%<\/failure>/,
  );
  match(xml, /tests="1" failures="0" errors="1"/);
  match(
    xml,
    /<failure message="The cell took longer than 1 s" type="Error">The cell took longer than 1 s<\/failure>/,
  );
  match(xml, /<error message="no kernel" type="not runnable"\/>/);
  match(xml, /errors="0" skipped="1"[^]*<skipped message="not run"\/>/);
  const wrong = await errors({
    "full.xml": xml,
    "empty.xml": junitXml("thaw run", []),
    // That the validator looks at all.
    "broken.xml": xml.replace(" failures=", " failed="),
  });
  deepStrictEqual(wrong.filter((line) => !line.startsWith("broken.xml")), []);
  match(wrong.join("\n"), /broken\.xml:3: .*'failed' is not allowed/);
});

Deno.test("annotations() hold on one line, and the summary in its table", () => {
  const failed = result({
    name: "a,b:c|d.ipynb",
    state: "failed",
    cells: cells("failed"),
  });
  strictEqual(
    annotations(failed, "in/a,b:c|d.ipynb")[0],
    "::error file=in/a%2Cb%3Ac|d.ipynb,title=a%2Cb%3Ac|d.ipynb%2C cell 1::" +
      "TypeError: <&\x07\ud800>%0A]]>%0A100%25",
  );
  strictEqual(
    commandAnnotation("thaw run", "a:b,\n100%"),
    "::error title=thaw run::a:b,%0A100%25",
  );
  const table = summary("thaw run", [failed, result({})]);
  match(
    table,
    /\| ❌ \| a,b:c\\\|d\.ipynb \| failed \| 0 of 1 \| 2\.0 s \| TypeError: \\<&/,
  );
  match(table, /\| ✅ \| a"b\.ipynb \| passed \| 1 of 1 \|/);
});

Deno.test("annotations() are at the line that failed, in the file's count", () => {
  const lines = new Map([["a", [11, 12, 14]]]);
  const at = (traceback: string[]) => {
    const failed = result({ state: "failed", cells: cells("failed") });
    for (const { failure } of failed.cells) {
      if (!failure) continue;
      failure.traceback = traceback;
      // As `thaw check` read it from a notebook of format 4.4, without an id.
      failure.cell = { execution_count: 3 } as CodeCell;
    }
    const [line] = annotations(failed, "a.ipynb", lines);
    return /^::error file=a\.ipynb,line=(\d+),/.exec(line)?.[1];
  };
  // The innermost frame is in another cell, which has not failed.
  strictEqual(at(["E: x", "    at f (In [1]:2:9)", "    at In [3]:3:1"]), "14");
  strictEqual(at(["\x1b[36mCell\x1b[39m\x1b[36m \x1b[39mIn[3], line 2"]), "12");
  strictEqual(at(["no place"]), "11");
  strictEqual(at(["    at In [3]:99:1"]), "11");
});

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { CodeCell } from "../../../kernel/notebook/notebook.ts";
import { annotations, summary } from "../../../kernel/report/github.ts";
import { junitSuite, junitXml } from "../../../kernel/report/junit.ts";
import type {
  CellResult,
  NotebookResult,
} from "../../../kernel/report/outcome.ts";

/**
 * What Jenkins's schema demands of the elements that we write: where they
 * stand, and their attributes. A list, as no package carries the schema.
 *
 * @see https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
const JENKINS: Record<
  string,
  { within: string | undefined; required: string[]; optional: string[] }
> = {
  testsuites: {
    within: undefined,
    required: [],
    optional: ["name", "time", "tests", "failures", "errors"],
  },
  testsuite: {
    within: "testsuites",
    required: ["name", "tests", "failures", "errors"],
    optional: ["time", "skipped", "timestamp", "hostname", "id", "package"],
  },
  testcase: {
    within: "testsuite",
    required: ["name"],
    optional: ["time", "classname", "group"],
  },
  failure: { within: "testcase", required: [], optional: ["type", "message"] },
  error: { within: "testcase", required: [], optional: ["type", "message"] },
  skipped: { within: "testcase", required: [], optional: ["type", "message"] },
};

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

Deno.test("junitXml() is XML, whatever cells say", () => {
  const failed = result({
    state: "failed",
    cells: cells("passed", "failed", "skipped", "not run"),
  });
  const broken = result({
    state: "not runnable",
    cells: [],
    reason: "no kernel",
  });
  const xml = junitXml("thaw run", [failed, broken].map(junitSuite));
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
  match(xml, /<error message="no kernel" type="not runnable"\/>/);
  // Every tag that opens closes: what is left between them is text.
  const open: string[] = [];
  for (
    const [, close, name, attributes = "", empty] of xml.matchAll(
      /<(\/?)(\w+)(\s[^<>]*?)?(\/?)>/g,
    )
  ) {
    if (close) {
      strictEqual(open.pop(), name);
      continue;
    }
    const { within, required, optional } = JENKINS[name];
    strictEqual(open.at(-1), within, name);
    const given = [...attributes.matchAll(/\s([\w-]+)="([^"]*)"/g)];
    const names = given.map(([, name]) => name);
    deepStrictEqual(required.filter((it) => !names.includes(it)), [], name);
    deepStrictEqual(
      names.filter((it) => ![...required, ...optional].includes(it)),
      [],
      name,
    );
    for (const [, attribute, value] of given) {
      if (attribute === "time") match(value, /^\d+(\.\d*)?$/);
    }
    if (!empty) open.push(name);
  }
  strictEqual(open.length, 0);
});

Deno.test("annotations() hold on one line, and the summary in its table", () => {
  const failed = result({
    name: "a,b:c|d.ipynb",
    state: "failed",
    cells: cells("failed"),
  });
  strictEqual(
    annotations(failed)[0],
    "::error file=a%2Cb%3Ac|d.ipynb,title=a%2Cb%3Ac|d.ipynb%2C cell 1::" +
      "TypeError: <&\x07\ud800>%0A]]>%0A100%25",
  );
  const table = summary("thaw run", [failed, result({})]);
  match(
    table,
    /\| ❌ \| a,b:c\\\|d\.ipynb \| failed \| 0 of 1 \| 2\.0 s \| TypeError: \\<&/,
  );
  match(table, /\| ✅ \| a"b\.ipynb \| passed \| 1 of 1 \|/);
});

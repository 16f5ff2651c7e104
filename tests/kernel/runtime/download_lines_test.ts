import { match, strictEqual } from "node:assert/strict";
import { DownloadLines } from "../../../kernel/runtime/download_lines.ts";
import type { OutputSink } from "../../../kernel/runtime/output_sink.ts";

const DOWNLOAD = "\x1b[0m\x1b[32mDownload\x1b[0m https://example.com/a.tgz\n";
const BOX =
  "╭ Warning\n│\n│  Ignored build scripts for packages:\n│  npm:a@1\n╰─\n";
const OPTIONS = 'Unsupported compiler options in "file:///a/deno.json".\n' +
  "  The following options were ignored:\n    esModuleInterop, target\n";
const PEERS = "Warning The following peer dependency issues were found:\n" +
  "└─┬ a@1.0.0\n  ├─┬ b@1.0.0\n  │ └── peer c@14.x: resolved to 17.1.0\n\n" +
  "These packages were resolved to a version that does not satisfy a peer dependency constraint.\n" +
  "Learn more: https://docs.deno.com/go/peer-deps\n";

function passed(work: (lines: DownloadLines, sink: OutputSink) => void) {
  let text = "";
  const sink: OutputSink = {
    input: () => Promise.reject(),
    stream() {},
    broadcast() {},
  };
  work(new DownloadLines((more) => text += more), sink);
  return text;
}

Deno.test("while a cell imports, Deno's lines are nobody's output", () => {
  const text = passed((lines, sink) => {
    lines.importing(true, sink);
    lines.pass(`mine 1\n${DOWNLOAD}mine 2\n${BOX}${PEERS}${OPTIONS}  mi`);
    lines.pass("ne 3\n");
    lines.importing(false, sink);
  });
  strictEqual(text, "mine 1\nmine 2\n  mine 3\n");
});

Deno.test("a line of Deno's that comes in pieces is one", () => {
  const text = passed((lines, sink) => {
    lines.importing(true, sink);
    for (const character of `${DOWNLOAD}${PEERS}${OPTIONS}x\n`) {
      lines.pass(character);
    }
    lines.importing(false, sink);
  });
  strictEqual(text, "x\n");
});

Deno.test("a line that outruns word of the import is Deno's all the same", () => {
  // The second where Deno takes a package from its cache to node_modules.
  for (const line of [DOWNLOAD, "Initialize a@1.0.0\n", BOX, PEERS, OPTIONS]) {
    const text = passed((lines, sink) => {
      lines.pass(`a\n${line}b\n`);
      lines.importing(true, sink);
      lines.importing(false, sink);
    });
    strictEqual(text, "a\nb\n");
  }
});

Deno.test("without an import, what looks like Deno's is a program's", () => {
  const text = `Download https://example.com/a.tgz\n${BOX}`;
  const written = passed((lines) => {
    lines.pass(text);
    lines.release();
  });
  strictEqual(written, text);
});

Deno.test("an import that writes nothing shows nothing, not even an empty line", () => {
  const written: string[] = [];
  const sink: OutputSink = {
    input: () => Promise.reject(),
    stream() {},
    broadcast() {},
  };
  const lines = new DownloadLines((text) => written.push(text));
  lines.importing(true, sink);
  lines.importing(false, sink);
  strictEqual(written.length, 0);
});

Deno.test("progress is shown while the last line's download goes on", async () => {
  const { promise: shown, resolve: show } = Promise.withResolvers<string>();
  let ended = "";
  const sink: OutputSink = {
    input: () => Promise.reject(),
    stream() {},
    broadcast() {},
    progress: { show, end: (text) => ended = text },
  };
  const lines = new DownloadLines(() => {}, { quietMs: 1 });
  lines.importing(true, sink);
  lines.pass(DOWNLOAD);
  match(await shown, /^Importing: 1 package, \d+ s$/);
  lines.importing(false, sink);
  match(ended, /^1 package, [\d.]+ s$/);
});

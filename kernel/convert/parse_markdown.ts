/**
 * Markdown as a notebook: fenced code is cells, all else is text.
 *
 * @module
 */

import {
  type Cell,
  cellId,
  type CodeCell,
  type Notebook,
} from "../notebook/notebook.ts";
import { parseOptions } from "./cell_options.ts";
import {
  closing,
  directive,
  fenceOf,
  frontMatter,
  languageNamed,
} from "./fences.ts";
import { kernelFrontMatter } from "./kernel_front_matter.ts";
import { regionAt } from "./regions.ts";
import { withoutMark } from "./written_mark.ts";

/** Reads Markdown; outputs that were written to it are left out. */
export function parseMarkdown(text: string): Notebook {
  const cells: Cell[] = [];
  let prose: string[] = [];
  const add = (cell_type: string, source: string, metadata = {}) => {
    const id = cellId(cells.length, source);
    const cell: Cell = { id, cell_type, source, metadata };
    cells.push(
      cell_type === "code"
        ? { ...cell, execution_count: null, outputs: [] } as CodeCell
        : cell,
    );
  };
  let proseMetadata = {};
  const endProse = () => {
    const source = prose.join("\n").replace(/^\s*\n|\s+$/g, "");
    if (source.trim() !== "") add("markdown", source, proseMetadata);
    prose = [];
    proseMetadata = {};
  };
  const lines = withoutMark(text.replaceAll("\r\n", "\n").split("\n"));
  const { kernelspec, writer, end: start } = frontMatter(lines);
  // A notebook is not valid without a name to display.
  const metadata =
    (kernelspec
      ? { kernelspec: { display_name: kernelspec.name, ...kernelspec } }
      : {}) as Notebook["metadata"];
  const front = lines.slice(0, start).join("\n");
  // What a conversion wrote for the metadata is no cell of the notebook.
  if (kernelspec && front !== kernelFrontMatter({ metadata, cells })) {
    add("raw", front);
  }
  // All cells are in one language: the kernel's, or else that of the first.
  let language = languageNamed(kernelspec?.language);
  for (let at = kernelspec ? start : 0; at < lines.length; at++) {
    const region = regionAt(lines, at, writer === "jupytext");
    if (region) {
      endProse();
      const source = lines.slice(at + 1, region.end).join("\n");
      add(region.cell_type, source, region.metadata);
      at = region.end;
      continue;
    }
    const fence = fenceOf(lines[at]);
    if (writer === "MyST" && /^\+\+\+(\s|$)/.test(lines[at])) {
      endProse();
      proseMetadata = parseOptions(lines[at].slice(3).trim()).metadata;
      continue;
    }
    if (fence === undefined) {
      // jupytext has two empty lines between two texts.
      const isNext = writer === "jupytext" && lines[at].trim() !== "" &&
        prose.length > 2 && prose.slice(-2).join("").trim() === "";
      if (isNext) endProse();
      prose.push(lines[at]);
      continue;
    }
    const end = closing(lines, at, fence.mark);
    if (fence.isRaw) {
      endProse();
      const { metadata, body } = directive(lines.slice(at + 1, end));
      add("raw", body.join("\n"), metadata);
      at = end;
      continue;
    }
    const own = fence.isCell ? language ?? "typescript" : fence.language;
    if (own !== undefined && own === (language ?? own)) {
      language = own;
      endProse();
      const inside = lines.slice(at + 1, end);
      const { metadata, body } = fence.isBraced
        ? directive(inside)
        : { metadata: {}, body: inside };
      add("code", body.join("\n"), { ...fence.metadata, ...metadata });
    } else if (fence.word !== "output") {
      prose.push(...lines.slice(at, end + 1));
    }
    at = end;
  }
  endProse();
  const hasLanguage = kernelspec?.language !== undefined;
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      ...metadata,
      ...language === "python" && !hasLanguage
        ? { language_info: { name: language } }
        : {},
    },
    cells,
  };
}

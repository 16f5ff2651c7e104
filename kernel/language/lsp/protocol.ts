/**
 * What is used of the Language Server Protocol, spelled as on the wire.
 *
 * @module
 */

/** Zero-based; `character` in UTF-16 units. */
export interface LspPosition {
  line: number;
  character: number;
}

export interface LspRange {
  start: LspPosition;
  end: LspPosition;
}

export interface MarkupContent {
  kind: "markdown" | "plaintext";
  value: string;
}

export interface CompletionItem {
  label: string;
  /** A number of `CompletionItemKind`. */
  kind?: number;
  detail?: string;
  documentation?: string | MarkupContent;
  sortText?: string;
  filterText?: string;
  insertText?: string;
  textEdit?: { newText: string; range?: LspRange; insert?: LspRange };
  /** 1: deprecated. */
  tags?: number[];
  data?: unknown;
}

export interface Hover {
  contents: MarkupContent | string | (MarkupContent | string)[];
  range?: LspRange;
}

export interface SignatureHelp {
  signatures: {
    label: string;
    documentation?: string | MarkupContent;
    parameters?: {
      /** As written, or where in the signature's label it is. */
      label: string | [start: number, end: number];
      documentation?: string | MarkupContent;
    }[];
    activeParameter?: number;
  }[];
  activeSignature?: number;
  activeParameter?: number;
}

export interface Location {
  uri?: string;
  range?: LspRange;
  targetUri?: string;
  targetSelectionRange?: LspRange;
}

export interface Diagnostic {
  range: LspRange;
  /** 1: an error. */
  severity?: number;
  code?: number | string;
  message: string;
}

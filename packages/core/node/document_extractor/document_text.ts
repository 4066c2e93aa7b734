import { decodeDocument } from "./decode_document.ts"
import type { DocumentKind } from "./document_kind.ts"

/** The kinds of documents that are read without another package. */
export type PlainKind = Exclude<DocumentKind, "pdf">

type Reader = (bytes: Uint8Array) => string | PromiseLike<string>

// A thread reads one document, so it loads what that one needs.
const readers: { readonly [Kind in PlainKind]: Reader } = {
  text: decodeDocument,
  json: (bytes) => import("./indented_json.ts").then((module) => module.indentedJson(decodeDocument(bytes))),
  csv: (bytes) => import("./csv_text.ts").then((module) => module.csvText(decodeDocument(bytes))),
  subtitles: (bytes) => import("./subtitle_text.ts").then((module) => module.subtitleText(decodeDocument(bytes))),
  properties: (bytes) => import("./properties_text.ts").then((module) => module.propertiesText(decodeDocument(bytes))),
  docx: (bytes) => import("./docx_text.ts").then((module) => module.docxText(bytes)),
  xlsx: (bytes) => import("./xlsx_text.ts").then((module) => module.xlsxText(bytes)),
  pptx: (bytes) => import("./pptx_text.ts").then((module) => module.pptxText(bytes)),
  odt: (bytes) => import("./odt_text.ts").then((module) => module.odtText(bytes)),
  epub: (bytes) => import("./epub_text.ts").then((module) => module.epubText(bytes))
}

/**
 * The text of a document; throws a `DocumentRefusal` when it has none. It takes as long as the document wants, so the
 * node runs it in a thread that it can end: this entry is for that thread.
 *
 * @example
 * ```ts
 * import { documentText } from "@flowglass/core/node/document_extractor"
 *
 * await documentText("csv", new TextEncoder().encode("a,b")) // => "| a | b |\n| - | - |\n"
 * ```
 */
export const documentText = (kind: PlainKind, bytes: Uint8Array): string | PromiseLike<string> => readers[kind](bytes)

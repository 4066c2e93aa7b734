import { defineError } from "./define_error.ts"

/** There is no such variable. Dify's text: `File variable not found for selector: ['start', 'file']`. */
export class DocumentVariableNotFound extends defineError<DocumentVariableNotFound>()({
  code: "document_variable_not_found",
  status: 422,
  family: "node",
  title: "The variable of a document extractor is not there",
  remedy: "Select a file variable of the start node, or the files of a node that runs before."
}) {}

/** The variable is neither a file nor a list of files. Dify's text. */
export class DocumentVariableNotFile extends defineError<DocumentVariableNotFile>()({
  code: "document_variable_not_file",
  status: 422,
  family: "node",
  title: "The variable of a document extractor holds no files",
  remedy: "Select a file or a list of files."
}) {}

/** Documents of this type cannot be read here. Dify's text, and what can be read. */
export class DocumentTypeUnsupported extends defineError<DocumentTypeUnsupported>()({
  code: "document_type_unsupported",
  status: 415,
  family: "node",
  title: "Documents of this type cannot be read",
  remedy: "Save the document as one of the types of the message: docx instead of doc, xlsx, pptx, pdf, txt."
}) {}

/** The file has neither an extension nor a media type. Dify's text. */
export class DocumentTypeMissing extends defineError<DocumentTypeMissing>()({
  code: "document_type_missing",
  status: 422,
  family: "node",
  title: "Nothing says of what type a document is",
  remedy: "Give the file a name with an extension, or a media type."
}) {}

/** The bytes of a file are neither here nor behind an http address that answers. Dify's texts. */
export class DocumentUnavailable extends defineError<DocumentUnavailable>()({
  code: "document_unavailable",
  status: 422,
  family: "node",
  title: "The content of a document cannot be had",
  remedy: "Hand the file over with its bytes, or give an http address that answers with it."
}) {}

/** The document is not what its name says, or it is broken. Dify's text: `Failed to extract text from PDF: ...`. */
export class DocumentInvalid extends defineError<DocumentInvalid>()({
  code: "document_invalid",
  status: 422,
  family: "node",
  title: "A document cannot be read",
  remedy: "Open it in the program that made it and save it again; check that its extension fits its content."
}) {}

/** The document has a password, or is of a format that looks the same from outside. */
export class DocumentEncrypted extends defineError<DocumentEncrypted>()({
  code: "document_encrypted",
  status: 422,
  family: "node",
  title: "A document has a password",
  remedy: "Save it without a password."
}) {}

/** The document is larger than the limit, or would be once it is unfolded. */
export class DocumentTooLarge extends defineError<DocumentTooLarge>()({
  code: "document_too_large",
  status: 413,
  family: "node",
  title: "A document is too large to be read",
  remedy: "Split the document, or raise `limits.documentSize` (bytes) when it is the file itself that is too large."
}) {}

/** Reading the document took too long. */
export class DocumentTimeLimitExceeded extends defineError<DocumentTimeLimitExceeded>()({
  code: "document_time_limit_exceeded",
  status: 422,
  family: "node",
  title: "Reading a document took longer than allowed",
  remedy: "Split the document, or raise `limits.documentTimeout` (milliseconds)."
}) {}

/** Reading the document took too much memory. */
export class DocumentMemoryLimitExceeded extends defineError<DocumentMemoryLimitExceeded>()({
  code: "document_memory_limit_exceeded",
  status: 422,
  family: "node",
  title: "Reading a document needed more memory than allowed",
  remedy: "Split the document, or raise `limits.documentMemory` (bytes)."
}) {}

/** What read the document died. */
export class DocumentReaderLost extends defineError<DocumentReaderLost>()({
  code: "document_reader_lost",
  status: 500,
  family: "node",
  title: "The thread that read a document died",
  remedy: "Run it again; if it dies again, the document breaks the reader: please report it."
}) {}

/** Every way in which a document extractor can fail, beside those of the network. */
export const documentErrors = [
  DocumentVariableNotFound,
  DocumentVariableNotFile,
  DocumentTypeUnsupported,
  DocumentTypeMissing,
  DocumentUnavailable,
  DocumentInvalid,
  DocumentEncrypted,
  DocumentTooLarge,
  DocumentTimeLimitExceeded,
  DocumentMemoryLimitExceeded,
  DocumentReaderLost
] as const

/** Why a document has no text. */
export type DocumentError = InstanceType<(typeof documentErrors)[number]>

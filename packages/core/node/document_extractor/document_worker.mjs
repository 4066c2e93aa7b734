// The thread that reads one document and ends. What it imports is this package itself, in the repository and packed.
import { parentPort, workerData } from "node:worker_threads"

const read = async ({ kind, bytes }) => {
  if (kind === "pdf") return (await import("./_pdf_text.mjs")).pdfText(bytes)
  return (await import("@flowglass/core/node/document_extractor")).documentText(kind, bytes)
}

const isTooMuch = (cause) => cause instanceof RangeError && /string length|allocation failed/i.test(cause.message)

const answer = async () => {
  try {
    return { kind: "text", text: await read(workerData) }
  } catch (cause) {
    // A reason is said by the readers; anything else that a document makes them throw is a fault of the document.
    const reason = cause?.reason ?? (isTooMuch(cause) ? "too_large" : "invalid")
    return { kind: "refused", reason, message: String(cause?.message ?? cause).slice(0, 500) }
  }
}

parentPort.postMessage(await answer())

// The text of a PDF, page by page. Nothing of it is run or drawn: no JavaScript, no fonts compiled, no images decoded.
import { getDocumentProxy } from "unpdf"

const maximumPages = 5000
const maximumTextLength = 50_000_000
// pdf.js draws with code made at run time unless it is told not to, and warns on the console.
const options = {
  isEvalSupported: false,
  enableXfa: false,
  disableFontFace: true,
  useSystemFonts: false,
  stopAtErrors: false,
  verbosity: 0
}

const refusal = (reason, message) => Object.assign(new Error(message), { reason })

const open = async (bytes) => {
  try {
    return await getDocumentProxy(bytes, options)
  } catch (cause) {
    if (cause?.name === "PasswordException") throw refusal("encrypted", "it has a password")
    throw refusal("invalid", String(cause?.message ?? cause))
  }
}

const pageText = async (page) => {
  let text = ""
  for await (const { items } of page.streamTextContent()) {
    for (const { str, hasEOL } of items) {
      text += str ?? ""
      if (hasEOL) text += "\n"
      if (text.length > maximumTextLength) throw refusal("too_large", "a page of it has too much text")
    }
  }
  return text
}

/** The text of all pages, each on a line of its own. */
export const pdfText = async (bytes) => {
  const document = await open(bytes)
  if (document.numPages > maximumPages) throw refusal("too_large", `it has more than ${maximumPages} pages`)
  const pages = []
  let length = 0
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number)
    const text = await pageText(page)
    length += text.length
    if (length > maximumTextLength) throw refusal("too_large", "it has too much text")
    pages.push(text)
    page.cleanup()
  }
  return pages.join("\n")
}

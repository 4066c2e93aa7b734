import { deflateSync } from "node:zlib"
import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, type Layer, Result } from "effect"
import { OutboundAddressRefused } from "../error/network_errors.ts"
import { OutboundHttp } from "../net/outbound_http.ts"
import type { OutboundRequest } from "../net/outbound_request.ts"
import { longestTurn } from "../sandbox/_test_longest_turn.ts"
import { FileValue } from "../value/file_value.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { archiveOf, docxOf, pdfOf, pdfOfObjects, xlsxOf } from "./document_extractor/_test_archive.ts"
import { documentExtractor } from "./document_extractor.ts"
import { answering, nodeWith } from "./http_request/_test_try_request.ts"
import { defaultNodeLimits, type NodeLimits } from "./node_context.ts"
import { NodeFailure } from "./node_failure.ts"
import type { NodeResult } from "./node_result.ts"

const megabyte = 1024 * 1024

const file = (filename: string, content: string | Uint8Array, more: object = {}) =>
  new FileValue({
    type: "document",
    transfer_method: "local_file",
    filename,
    extension: filename.includes(".") ? filename.slice(filename.lastIndexOf(".")) : null,
    bytes: typeof content === "string" ? new TextEncoder().encode(content) : content,
    ...more
  })

const remote = (more: object) =>
  new FileValue({ type: "document", transfer_method: "remote_url", extension: ".txt", filename: "a.txt", ...more })

/** Runs the node once; what it gives or how it failed. */
const extract = (
  documents: Value | undefined,
  limits: Partial<NodeLimits> = {},
  http: Layer.Layer<OutboundHttp> = answering({ body: "from afar" })
): Effect.Effect<NodeResult | NodeFailure> => {
  const scopes: { readonly [scope: string]: ValueObject } = documents === undefined ? {} : { start: { documents } }
  const node = nodeWith(scopes, { limits: { ...defaultNodeLimits, ...limits } })
  const outcome = Result.getOrThrow(documentExtractor.decode({ variable_selector: ["start", "documents"] })).run(node)
  return Effect.isEffect(outcome)
    ? Effect.provide(Effect.catch(outcome, Effect.succeed), http)
    : Effect.succeed(outcome)
}

const textOf = (...given: Parameters<typeof extract>) =>
  Effect.map(extract(...given), (outcome) => {
    if (outcome instanceof NodeFailure) return assert.fail(`${outcome.error.code}: ${outcome.error.message}`)
    return outcome.outputs.text
  })

const refusal = (...given: Parameters<typeof extract>) =>
  Effect.map(extract(...given), (outcome) => {
    if (!(outcome instanceof NodeFailure)) return assert.fail("was read")
    return [outcome.error.code, outcome.error.message] as const
  })

const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`

describe("document-extractor", () => {
  it.live("reads one file as a text and a list as a list, by extension, then by media type", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* textOf(file("a.TXT", "é")), "é")
      assert.strictEqual(yield* textOf(file("a.html", "<p>as it is</p>")), "<p>as it is</p>")
      assert.strictEqual(
        yield* textOf(file("a", "x,y", { mime_type: "text/csv; charset=utf-8" })),
        "| x | y |\n| - | - |\n"
      )
      assert.strictEqual(yield* textOf(file("a.json", "[1.0]", { mime_type: "application/pdf" })), "[\n  1.0\n]")
      const documents = [
        file("a.pdf", pdfOf(["BT /F1 12 Tf 72 700 Td (Hello PDF) Tj ET", "BT /F1 12 Tf 72 700 Td (page two) Tj ET"])),
        file("b.docx", docxOf(paragraph("Hello Word"))),
        file("c.xlsx", xlsxOf("<row><c><v>7</v></c></row>")),
        file("d.xls", xlsxOf("<row><c><v>8</v></c></row>")),
        file("e.py", "print(1)\n")
      ]
      const result = yield* extract(documents)
      if (result instanceof NodeFailure) return assert.fail(result.error.message)
      assert.deepStrictEqual(result.outputs, {
        text: ["Hello PDF\npage two", "Hello Word", "| 7 |\n| - |\n\n", "| 8 |\n| - |\n\n", "print(1)\n"]
      })
      assert.deepStrictEqual(result.inputs, { variable_selector: ["start", "documents"] })
      expect(result.processData).toEqual({ documents })
    })
  )

  it.live("nothing is an empty list; what is no file fails in Dify's words", () =>
    Effect.gen(function* () {
      for (const nothing of [[], null, ""]) assert.deepStrictEqual(yield* textOf(nothing), [])
      assert.deepStrictEqual(yield* refusal(undefined), [
        "document_variable_not_found",
        "File variable not found for selector: ['start', 'documents']"
      ])
      for (const wrong of ["text", 7, [file("a.txt", "x"), "text"], { a: 1 }]) {
        assert.deepStrictEqual(yield* refusal(wrong), [
          "document_variable_not_file",
          "Variable ['start', 'documents'] is not an ArrayFileSegment"
        ])
      }
    })
  )

  it.live("types that cannot be read are refused before anything is downloaded", () =>
    Effect.gen(function* () {
      const seen: Array<OutboundRequest> = []
      const http = answering({}, seen)
      for (const name of ["a.doc", "a.ppt", "a.msg", "a.exe", "a.constructor"]) {
        const extension = name.slice(1)
        const [code, message] = yield* refusal(remote({ extension, remote_url: "https://a.test/" }), {}, http)
        assert.strictEqual(code, "document_type_unsupported")
        assert.match(message, new RegExp(`^Unsupported Extension Type: ${extension} \\(what can be read: txt, .*docx`))
      }
      const image = file("photo", "x", { mime_type: "image/png" })
      assert.match((yield* refusal(image))[1], /^Unsupported MIME type: image\/png/)
      assert.deepStrictEqual(yield* refusal(file("unknown", "x")), [
        "document_type_missing",
        "Unable to determine file type: MIME type or file extension is missing"
      ])
      assert.deepStrictEqual(seen, [])
    })
  )

  it.live("files without bytes are downloaded through the guarded client, up to the limit", () =>
    Effect.gen(function* () {
      const seen: Array<OutboundRequest> = []
      const there = remote({ remote_url: "https://files.test/a.txt" })
      assert.strictEqual(
        yield* textOf(there, { documentSize: 77 }, answering({ body: "from afar" }, seen)),
        "from afar"
      )
      assert.deepStrictEqual(seen, [
        { method: "GET", url: "https://files.test/a.txt", guard: "guarded", maximumBytes: 77 }
      ])
      const gone = yield* refusal(there, {}, answering({ status: 404 }))
      assert.deepStrictEqual(gone, [
        "document_unavailable",
        "Error downloading file: a.txt was answered with status 404"
      ])
      const refused = new OutboundAddressRefused({ message: "no" })
      assert.strictEqual((yield* refusal(there, {}, answering(refused)))[0], "outbound_address_refused")
      assert.deepStrictEqual(yield* refusal(remote({})), ["document_unavailable", "Missing URL for remote file"])
      const stored = remote({ transfer_method: "tool_file", reference: "r1" })
      assert.strictEqual((yield* refusal(stored))[0], "document_unavailable")
    })
  )

  it.live("addresses of this machine are not asked", () =>
    Effect.gen(function* () {
      for (const remote_url of ["http://127.0.0.1:1/a.txt", "http://169.254.169.254/latest", "http://[::1]/a"]) {
        const [code] = yield* refusal(remote({ remote_url }), {}, OutboundHttp.layer)
        assert.strictEqual(code, "outbound_address_refused", remote_url)
      }
      const path = yield* refusal(remote({ remote_url: "file:///etc/passwd" }), {}, OutboundHttp.layer)
      assert.strictEqual(path[0], "document_unavailable")
    })
  )
})

describe("hostile documents", () => {
  const compound = [0xd0, 0xcf, 0x11, 0xe0]
  const encryptedPackage = Buffer.from("EncryptedPackage", "utf16le")

  it.live("each ends in its code", () =>
    Effect.gen(function* () {
      const zeros = new Uint8Array(100 * megabyte)
      const deflated = (length: number) => archiveOf({ "word/document.xml": { content: new Uint8Array(length) } })
      const rows: ReadonlyArray<readonly [string, FileValue]> = [
        ["document_too_large", file("100 MB.txt", zeros)],
        ["document_too_large", file("bomb.docx", deflated(100 * megabyte))],
        ["document_invalid", file("no.docx", "no archive")],
        ["document_invalid", file("other.docx", archiveOf({ "a.txt": "x" }))],
        ["document_invalid", file("other.xlsx", docxOf(paragraph("x")))],
        ["document_type_unsupported", file("old.xls", new Uint8Array([...compound, ...new Uint8Array(600)]))],
        ["document_encrypted", file("locked.xlsx", new Uint8Array([...compound, ...encryptedPackage]))],
        ["document_invalid", file("no.pdf", "no pdf at all")],
        ["document_invalid", file("no.epub", "PK")],
        ["document_invalid", file("broken.json", '{"a": }')],
        ["document_invalid", file("deep.json", "[".repeat(megabyte))],
        [
          "document_invalid",
          file("entities.docx", archiveOf({ "word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }))
        ]
      ]
      for (const [code, document] of rows) {
        const started = performance.now()
        const [found, message] = yield* refusal(document)
        assert.strictEqual(found, code, `${document.attributes.filename}: ${message}`)
        assert.isBelow(performance.now() - started, 15_000)
      }
    })
  )

  it.live("a PDF that runs JavaScript, has huge pages, or loops, is text and nothing else", () =>
    Effect.gen(function* () {
      const content = "BT /F1 12 Tf 72 700 Td (still text) Tj ET"
      const script = "/OpenAction << /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9'\\)) >>"
      const started = performance.now()
      assert.strictEqual(yield* textOf(file("script.pdf", pdfOf([content], script))), "still text")
      const huge = pdfOf([content], "", "/MediaBox [0 0 1e15 1e15] /Rotate 90 /UserUnit 1e9")
      assert.strictEqual(yield* textOf(file("huge.pdf", huge)), "still text")
      const loop = pdfOfObjects([
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000000 >>"
      ])
      assert.include(["document_too_large", "document_invalid"], (yield* refusal(file("loop.pdf", loop)))[0])
      const locked = pdfOfObjects(
        [
          "<< /Type /Catalog /Pages 2 0 R >>",
          "<< /Type /Pages /Kids [] /Count 0 >>",
          `<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <${"41".repeat(32)}> /U <${"42".repeat(32)}> >>`
        ],
        "/Encrypt 3 0 R /ID [<00> <00>]"
      )
      assert.strictEqual((yield* refusal(file("locked.pdf", locked)))[0], "document_encrypted")
      assert.isBelow(performance.now() - started, 20_000)
    })
  )
  it.live("time and memory end at their limits, and the process goes on", () =>
    Effect.gen(function* () {
      const words = docxOf(paragraph("x".repeat(100)).repeat(100_000))
      const started = performance.now()
      const slow = yield* refusal(file("slow.docx", words), { documentTimeout: 20 })
      assert.deepStrictEqual(slow, ["document_time_limit_exceeded", "Reading slow.docx took longer than 20 ms"])
      const cells = xlsxOf(`<row>${"<c><v>1</v></c>".repeat(1000)}</row>`.repeat(1500))
      const full = yield* refusal(file("full.xlsx", cells), { documentMemory: 1 })
      assert.deepStrictEqual(full, ["document_memory_limit_exceeded", "Reading full.xlsx needed more than 1 bytes"])
      assert.isBelow(performance.now() - started, 20_000)
      assert.strictEqual(yield* textOf(file("fine.docx", docxOf(paragraph("fine")))), "fine")
    })
  )

  it.live("a stream of a PDF that unfolds to gigabytes ends at the memory limit", () =>
    Effect.gen(function* () {
      // Packed twice, as a PDF may: 512 MB of spaces in some kilobytes.
      const once = deflateSync(Buffer.alloc(512 * megabyte, 0x20))
      const content = deflateSync(once).toString("latin1")
      const bomb = pdfOfObjects([
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1 1] /Contents 4 0 R >>",
        `<< /Length ${content.length} /Filter [/FlateDecode /FlateDecode] >>\nstream\n${content}\nendstream`
      ])
      const before = process.memoryUsage.rss()
      const [code] = yield* refusal(file("bomb.pdf", bomb))
      assert.include(["document_memory_limit_exceeded", "document_time_limit_exceeded"], code)
      assert.isBelow(process.memoryUsage.rss() - before, 900 * megabyte)
    })
  )

  it.live("a sheet of a million cells is read beside the process, not in its way", () =>
    Effect.gen(function* () {
      const sheet = xlsxOf(`<row>${"<c><v>1</v></c>".repeat(100)}</row>`.repeat(10_000))
      const longest = yield* longestTurn(
        Effect.map(textOf(file("million.xlsx", sheet)), (text) =>
          assert.strictEqual(String(text).length, 402 * 10_001 + 1)
        )
      )
      // Around 30 ms; in place it would be two seconds.
      assert.isBelow(longest, 500)
    })
  )

  it.live("an interrupted node leaves no thread behind", () =>
    Effect.gen(function* () {
      const words = docxOf(paragraph("x".repeat(100)).repeat(100_000))
      const threads = () => process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length
      const before = threads()
      const reading = yield* Effect.forkChild(extract(file("slow.docx", words)))
      yield* Effect.sleep(50)
      assert.isAbove(threads(), before)
      yield* Fiber.interrupt(reading)
      assert.isAtMost(threads(), before)
    })
  )
})

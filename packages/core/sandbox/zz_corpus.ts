import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { createHash } from "node:crypto"
import { parse } from "yaml"
import { Effect, Result } from "effect"
import { CodeRunner } from "./code_runner.ts"
const files = (dir: string): string[] => readdirSync(dir).flatMap((n) => { const p = join(dir, n); return statSync(p).isDirectory() ? files(p) : true ? [p] : [] })
const seen = new Map<string, { code: string; file: string; variables: any[]; outputs: any }>()
const visit = (v: any, file: string): void => {
  if (typeof v === "string" && v.includes("code_language")) { try { visit(parse(v, { logLevel: "silent" }), file) } catch {} }
  if (v === null || typeof v !== "object") return
  if (typeof v.code === "string" && (v.code_language === "python3" || v.code_language === "python")) {
    const h = createHash("sha1").update(v.code).digest("hex")
    if (!seen.has(h)) seen.set(h, { code: v.code, file, variables: v.variables ?? [], outputs: v.outputs })
  }
  for (const x of Object.values(v)) visit(x, file)
}
for (const f of files("/work/shared/corpus")) { const text = readFileSync(f, "utf8"); if (!text.includes("code_language")) continue; try { visit(f.endsWith(".json") ? JSON.parse(text) : parse(text, { logLevel: "silent" }), f) } catch (e) { console.log("unread", f, String(e).slice(0, 80)) } }
console.log("snippets", seen.size)
const limits = { timeout: 8000, memory: 64 * 1024 * 1024, output: 16 * 1024 * 1024 }
const sample = (t: string | undefined) => t === "number" ? 1 : t === "object" ? {} : t?.startsWith("array") ? [] : "{\"a\": 1}"
const program = Effect.gen(function* () {
  const runner = yield* CodeRunner
  const load: Record<string, number> = {}, call: Record<string, number> = {}
  let i = 0
  for (const { code, file, variables } of seen.values()) {
    i++
    // load: module executed, main not called
    const l = yield* Effect.result(runner.run({ language: "python3", code: code + "\ndef main(): return {'loaded': True}\n", inputs: {}, limits, run: `l` }))
    const lc = Result.isSuccess(l) ? "loads" : l.failure.code
    load[lc] = (load[lc] ?? 0) + 1
    if (lc !== "loads") console.log(file.slice(20), "LOAD", lc, Result.isFailure(l) ? l.failure.message.slice(0, 150) : "")
    const inputs = Object.fromEntries(variables.map((v: any) => [v.variable, sample(v.value_type)]))
    const r = yield* Effect.result(runner.run({ language: "python3", code, inputs, limits, run: `r` }))
    const rc = Result.isSuccess(r) ? "returns" : r.failure.code
    call[rc] = (call[rc] ?? 0) + 1
    if (rc !== "returns") console.log("   ", i, "CALL", rc, Result.isFailure(r) ? r.failure.message.slice(0, 200).replaceAll("\n", "\\n") : "")
  }
  console.log(load, call)
})
const t = performance.now()
await Effect.runPromise(Effect.provide(program, CodeRunner.layer))
console.log("ms", performance.now() - t)

import { Result } from "effect"
import { TemplateSyntaxInvalid } from "../error/template_errors.ts"
import { BlockReference } from "./compile/block_reference.ts"
import { Compiler } from "./compile/compiler.ts"
import { SyntaxFailure } from "./failure.ts"
import { standardEnvironment } from "./standard_environment.ts"
import { tokensOf } from "./syntax/lexer.ts"
import { Parser } from "./syntax/parser.ts"
import { normaliseSource, placeOf } from "./syntax/source_text.ts"
import { TokenStream } from "./syntax/token_stream.ts"
import { Template } from "./template.ts"
import { TemplateCache } from "./template_cache.ts"

const cache = new TemplateCache({ templates: 256, length: 4_000_000 })

const compile = (source: string): Template => {
  const parser = new Parser(new TokenStream(tokensOf(source)))
  const statements = parser.template()
  const compiler = new Compiler(standardEnvironment)
  const body = compiler.body(statements)
  const names = new Map(parser.names.has("self") ? [["self", new BlockReference(compiler.blocks)] as const] : [])
  return new Template({ source, body, names, environment: standardEnvironment })
}

const syntaxInvalid = (failure: SyntaxFailure, source: string): TemplateSyntaxInvalid => {
  const { line, column } = placeOf(source, failure.offset)
  const message = `${failure.message} (line ${line}, column ${column} of the template)`
  return new TemplateSyntaxInvalid({ message, params: { line, column } })
}

/**
 * Compiles a Jinja2 template as Dify renders it: `jinja2.Template(text)` with the default environment, so undefined
 * names are empty, nothing is escaped, and one line end at the end of the text is dropped. The language is that of
 * Jinja2 3.1 with the values and texts of Python; `include`, `import` and `extends` are refused when they are reached.
 *
 * Compiled templates are kept by their text. Fails with `template_syntax_invalid`; `params` holds `line` and `column`.
 *
 * @example
 * ```ts
 * import { Result } from "effect"
 * import { compileTemplate } from "@flowglass/core/template"
 *
 * const template = Result.getOrThrow(compileTemplate("Hello {{ name | upper }}{% if not last %}, {% endif %}"))
 * Result.getOrThrow(template.render({ name: "Ada", last: true })) // => "Hello ADA"
 *
 * const broken = compileTemplate("{{ name | uper }}")
 * Result.isFailure(broken) && broken.failure.message // => "there is no filter 'uper' (line 1, column 11 of the template)"
 * ```
 */
export const compileTemplate = (text: string): Result.Result<Template, TemplateSyntaxInvalid> => {
  const known = cache.get(text)
  if (known !== undefined) return Result.succeed(known)
  const source = normaliseSource(text)
  return Result.try({
    try: () => {
      const template = compile(source)
      cache.add(text, template)
      return template
    },
    catch: (cause) => {
      if (cause instanceof SyntaxFailure) return syntaxInvalid(cause, source)
      throw cause
    }
  })
}

import { typeMismatch } from "../failure.ts"
import type { RenderState } from "../render_state.ts"
import type { TemplateValue } from "../value/template_value.ts"
import type { Arguments } from "./arguments.ts"

/** Arguments in the order of the parameters; undefined where none was passed. */
export type Bound = ReadonlyArray<TemplateValue | undefined>

/** A filter, test, method or global function. Filters and tests receive the value on their left, methods their object. */
export interface Native<Receiver> {
  readonly name: string
  readonly invoke: (receiver: Receiver, args: Arguments, render: RenderState) => TemplateValue
}

interface Signature {
  readonly name: string
  readonly parameters: ReadonlyArray<string>
  readonly required: number
  readonly byName: boolean
}

const signatureOf = (declaration: string): Signature => {
  const open = declaration.indexOf("(")
  const words = declaration
    .slice(open + 1, -1)
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "")
  const listed = words.filter((word) => word !== "/")
  return {
    name: declaration.slice(0, open),
    parameters: listed.map((word) => word.replace("?", "")),
    required: listed.filter((word) => !word.endsWith("?")).length,
    byName: !words.includes("/")
  }
}

const bind = (signature: Signature, args: Arguments): Bound => {
  const { name, parameters, required } = signature
  const { positional, named } = args
  if (positional.length > parameters.length) {
    throw typeMismatch(`${name}() takes at most ${parameters.length} arguments, and ${positional.length} are given`)
  }
  if (named === undefined && positional.length >= required) return positional
  const bound: Array<TemplateValue | undefined> = [...positional]
  for (const [key, value] of named ?? []) {
    const index = signature.byName ? parameters.indexOf(key) : -1
    if (index < 0) throw typeMismatch(`${name}() has no argument named '${key}'`)
    if (bound[index] !== undefined) throw typeMismatch(`${name}() gets its argument '${key}' twice`)
    bound[index] = value
  }
  for (let index = 0; index < required; index++) {
    if (bound[index] === undefined) throw typeMismatch(`${name}() needs an argument '${parameters[index]}'`)
  }
  return bound
}

/**
 * A function with a fixed list of parameters, written as in `truncate(length?, end?)`; a `/` at the end means that
 * none of them can be passed by name.
 */
export const native = <Receiver>(
  declaration: string,
  body: (receiver: Receiver, args: Bound, render: RenderState) => TemplateValue
): Native<Receiver> => {
  const signature = signatureOf(declaration)
  return {
    name: signature.name,
    invoke: (receiver, args, render) => body(receiver, bind(signature, args), render)
  }
}

/** A function that takes whatever it is given. */
export const variadic = <Receiver>(name: string, invoke: Native<Receiver>["invoke"]): Native<Receiver> => ({
  name,
  invoke
})

/** The same function under another name. */
export const alias = <Receiver>(name: string, original: Native<Receiver>): Native<Receiver> => ({
  name,
  invoke: original.invoke
})

/** Functions found by name. */
export type NativeTable<Receiver> = ReadonlyMap<string, Native<Receiver>>

/** A table of functions. */
export const tableOf = <Receiver>(natives: ReadonlyArray<Native<Receiver>>): NativeTable<Receiver> =>
  new Map(natives.map((entry) => [entry.name, entry]))

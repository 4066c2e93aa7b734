import type { CallExpression, Expression, FilterExpression } from "./expression.ts"

/** Statements in order. */
export type Body = ReadonlyArray<Statement>

/** What a value is assigned to: a name, an attribute of a namespace, or several of them. */
export type Target =
  | { readonly kind: "name"; readonly name: string; readonly offset: number }
  | { readonly kind: "attribute"; readonly name: string; readonly attribute: string; readonly offset: number }
  | { readonly kind: "tuple"; readonly items: ReadonlyArray<Target>; readonly offset: number }

/** A parameter of a macro. */
export interface Parameter {
  readonly name: string
  readonly fallback: Expression | undefined
}

/** What `macro` and `call` have in common: something that is called later. */
export interface MacroDefinition {
  readonly name: string
  readonly parameters: ReadonlyArray<Parameter>
  readonly body: Body
  /** The names that occur anywhere in the body; `caller`, `varargs` and `kwargs` change what can be passed. */
  readonly names: ReadonlySet<string>
}

interface Node<Kind extends string> {
  readonly kind: Kind
  readonly offset: number
}

export interface TextStatement extends Node<"text"> {
  readonly text: string
}

export interface OutputStatement extends Node<"output"> {
  readonly value: Expression
}

export interface IfStatement extends Node<"if"> {
  readonly branches: ReadonlyArray<{ readonly test: Expression; readonly body: Body }>
  readonly otherwise: Body
}

export interface ForStatement extends Node<"for"> {
  readonly target: Target
  readonly source: Expression
  readonly filter: Expression | undefined
  readonly recursive: boolean
  /** Whether the body mentions `loop`. */
  readonly usesLoop: boolean
  readonly body: Body
  readonly otherwise: Body
}

export interface SetStatement extends Node<"set"> {
  readonly target: Target
  readonly value: Expression
}

export interface SetBlockStatement extends Node<"set_block"> {
  readonly target: Target
  readonly filter: FilterExpression | undefined
  readonly body: Body
}

export interface MacroStatement extends Node<"macro"> {
  readonly macro: MacroDefinition
}

export interface CallBlockStatement extends Node<"call_block"> {
  readonly call: CallExpression
  readonly caller: MacroDefinition
}

export interface FilterBlockStatement extends Node<"filter_block"> {
  readonly filter: FilterExpression
  readonly body: Body
}

export interface WithStatement extends Node<"with"> {
  readonly assignments: ReadonlyArray<{ readonly target: Target; readonly value: Expression }>
  readonly body: Body
}

export interface AutoescapeStatement extends Node<"autoescape"> {
  readonly enabled: Expression
  readonly body: Body
}

export interface BlockStatement extends Node<"block"> {
  readonly name: string
  readonly scoped: boolean
  readonly required: boolean
  readonly body: Body
}

/** `include`, `import` and `extends`: there are no other templates. */
export interface RefusedStatement extends Node<"refused"> {
  readonly tag: string
}

/** A statement of a template. */
export type Statement =
  | TextStatement
  | OutputStatement
  | IfStatement
  | ForStatement
  | SetStatement
  | SetBlockStatement
  | MacroStatement
  | CallBlockStatement
  | FilterBlockStatement
  | WithStatement
  | AutoescapeStatement
  | BlockStatement
  | RefusedStatement

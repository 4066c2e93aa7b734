import type { Float } from "../../value/value.ts"

/** What a call, filter or test is given. */
export interface ArgumentList {
  readonly positional: ReadonlyArray<Expression>
  readonly named: ReadonlyArray<readonly [name: string, value: Expression]>
  /** `*list` */
  readonly spread: Expression | undefined
  /** `**dictionary` */
  readonly spreadNamed: Expression | undefined
}

/** An operator between two numbers, texts or lists. */
export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**"

/** An operator of a comparison. */
export type ComparisonOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in"

/** One step of a comparison chain. */
export interface ComparisonStep {
  readonly operator: ComparisonOperator
  readonly operand: Expression
}

interface Node<Kind extends string> {
  readonly kind: Kind
  /** Where it begins in the source text; for operators the operator. */
  readonly offset: number
}

export interface LiteralExpression extends Node<"literal"> {
  readonly value: null | boolean | string | number | bigint | Float
}

export interface NameExpression extends Node<"name"> {
  readonly name: string
}

export interface SequenceExpression extends Node<"list" | "tuple"> {
  readonly items: ReadonlyArray<Expression>
}

export interface DictExpression extends Node<"dict"> {
  readonly entries: ReadonlyArray<readonly [key: Expression, value: Expression]>
}

export interface UnaryExpression extends Node<"unary"> {
  readonly operator: "-" | "+" | "not"
  readonly operand: Expression
}

export interface BinaryExpression extends Node<"binary"> {
  readonly operator: BinaryOperator
  readonly left: Expression
  readonly right: Expression
}

export interface LogicalExpression extends Node<"and" | "or"> {
  readonly left: Expression
  readonly right: Expression
}

/** `a ~ b ~ c` */
export interface ConcatenationExpression extends Node<"concatenation"> {
  readonly parts: ReadonlyArray<Expression>
}

export interface ComparisonExpression extends Node<"comparison"> {
  readonly first: Expression
  readonly steps: ReadonlyArray<ComparisonStep>
}

/** `chosen if test else otherwise` */
export interface ConditionalExpression extends Node<"conditional"> {
  readonly test: Expression
  readonly chosen: Expression
  readonly otherwise: Expression | undefined
}

export interface AttributeExpression extends Node<"attribute"> {
  readonly object: Expression
  readonly name: string
}

export interface ItemExpression extends Node<"item"> {
  readonly object: Expression
  readonly key: Expression
}

export interface SliceExpression extends Node<"slice"> {
  readonly object: Expression
  readonly start: Expression | undefined
  readonly stop: Expression | undefined
  readonly step: Expression | undefined
}

export interface CallExpression extends Node<"call"> {
  readonly callee: Expression
  readonly args: ArgumentList
}

export interface FilterExpression extends Node<"filter"> {
  readonly name: string
  /** Undefined at the start of a filter block, which filters what it renders. */
  readonly value: Expression | undefined
  readonly args: ArgumentList
}

export interface TestExpression extends Node<"test"> {
  readonly name: string
  readonly value: Expression
  readonly args: ArgumentList
  readonly negated: boolean
}

/** An expression of a template. */
export type Expression =
  | LiteralExpression
  | NameExpression
  | SequenceExpression
  | DictExpression
  | UnaryExpression
  | BinaryExpression
  | LogicalExpression
  | ConcatenationExpression
  | ComparisonExpression
  | ConditionalExpression
  | AttributeExpression
  | ItemExpression
  | SliceExpression
  | CallExpression
  | FilterExpression
  | TestExpression

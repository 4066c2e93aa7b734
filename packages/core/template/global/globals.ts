import { type Native, native, variadic } from "../call/native.ts"
import { integerArgument } from "../call/read_argument.ts"
import { evaluationFailed, featureRefused, typeMismatch, valueTooLarge } from "../failure.ts"
import { Dict } from "../value/dict.ts"
import { NativeFunction } from "../value/native_function.ts"
import { NumberRange } from "../value/number_range.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { Cycler } from "./cycler.ts"
import { fillDict } from "./fill_dict.ts"
import { Joiner } from "./joiner.ts"
import { Namespace } from "./namespace.ts"

const makeRange = (bounds: ReadonlyArray<number>, longest: number): NumberRange => {
  const [first = 0, second, step = 1] = bounds
  if (step === 0) throw evaluationFailed("the step of a range cannot be zero")
  const range = second === undefined ? new NumberRange(0, first, 1) : new NumberRange(first, second, step)
  if (range.size() > longest) throw valueTooLarge(`a range would have more than ${longest} numbers`)
  return range
}

const functions: ReadonlyArray<readonly [shown: string, made: Native<null>]> = [
  [
    "<class 'range'>",
    native("range(start, stop?, step?, /)", (_none, args, render) => {
      const bounds = args.map((value) => integerArgument(value, 0))
      return makeRange(bounds, render.budget.limits.rangeLength)
    })
  ],
  [
    "<class 'dict'>",
    variadic("dict", (_none, args, render) => {
      const dict = new Dict()
      fillDict(dict, args, "dict", render.budget)
      return dict
    })
  ],
  [
    "<class 'jinja2.utils.Namespace'>",
    variadic("namespace", (_none, args, render) => {
      const values = new Dict()
      fillDict(values, args, "namespace", render.budget)
      return new Namespace(values)
    })
  ],
  [
    "<class 'jinja2.utils.Cycler'>",
    variadic("cycler", (_none, args) => {
      if (args.named !== undefined) throw typeMismatch("cycler() takes no arguments by name")
      return new Cycler(args.positional)
    })
  ],
  ["<class 'jinja2.utils.Joiner'>", native("joiner(sep?)", (_none, [separator = ", "]) => new Joiner(separator))],
  [
    "<function generate_lorem_ipsum>",
    native("lipsum(n?, html?, min?, max?)", (_none, [paragraphs]) => {
      if (integerArgument(paragraphs, 5) > 0) throw featureRefused("lipsum() makes random text, which is not available")
      return ""
    })
  ]
]

/** The functions that every template can call. */
export const globals: ReadonlyMap<string, TemplateValue> = new Map(
  functions.map(([shown, made]) => [
    made.name,
    new NativeFunction(shown.startsWith("<class") ? "type" : "function", shown, (args, render) =>
      made.invoke(null, args, render)
    )
  ])
)

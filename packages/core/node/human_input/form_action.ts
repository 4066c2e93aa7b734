import { Schema } from "effect"
import { orDefault } from "../config/or_default.ts"

/** The handle that is taken when nobody has answered in time. */
export const timeoutHandle = "__timeout"

const characters = (text: string): number => [...text].length

/** A button of a form: one branch of its node. */
export const FormAction = Schema.Struct({
  id: Schema.String.check(
    Schema.makeFilter(
      (id) =>
        /^[A-Za-z_][A-Za-z0-9_]{0,19}$/.test(id) ||
        "an action id has at most 20 letters, digits and underscores, and no digit in front"
    )
  ),
  title: Schema.String.check(
    Schema.makeFilter((title) => characters(title) <= 100 || "the title of an action has at most 100 characters")
  ),
  button_style: orDefault(Schema.String, "default")
})

/** A button of a form: one branch of its node. */
export type FormAction = typeof FormAction.Type

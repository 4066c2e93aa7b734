import { Schema } from "effect"
import { ExactJson } from "./exact_json.ts"

/** Named values of a run. They travel as a text, which has every digit of their integers. */
export const ExactFields = ExactJson.pipe(Schema.decodeTo(Schema.Record(Schema.String, Schema.Unknown)))

import { stripVTControlCharacters } from "node:util"

/** Marks that reorder the text around them, so that a line reads otherwise than it is. */
const reordering = /[\u202a-\u202e\u2066-\u2069]/g

// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g

// oxlint-disable-next-line no-control-regex
const controlsInText = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]+/g

/** A text as one line that cannot steer a terminal: control characters become spaces. */
export const oneLine = (text: string): string =>
  stripVTControlCharacters(text).replace(reordering, "").replace(controls, " ").trim()

/** A text of several lines that cannot steer a terminal: only line ends and tabs stay of its control characters. */
export const safeText = (text: string): string =>
  stripVTControlCharacters(text).replaceAll("\r\n", "\n").replace(reordering, "").replace(controlsInText, "")

/** A recorded case of Jinja2 that comes out differently here. */
export interface JinjaDifference {
  /** As the recording calls it. */
  readonly id: string
  readonly template: string
  /** What Jinja2 makes of it, and what it is here. */
  readonly jinja: string
  readonly here: string
  readonly because: string
}

/** Every recorded case of Jinja2 that is not reproduced: `vectors_test.ts` holds this list against the recording. */
export const notReproduced: ReadonlyArray<JinjaDifference> = [
  {
    id: "filters-html-024",
    template: "{% autoescape true %}{{ ('<'|safe) ~ '>' }}{% endautoescape %}",
    jinja: "&lt;&gt;",
    here: "<&gt;",
    because: "inside autoescape Jinja2 forgets that a text was safe when `~` joins it; here it stays safe"
  }
]

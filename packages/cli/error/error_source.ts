const sources = new WeakMap<object, string>()

/** Notes which file an error is about, without touching what JSON shows. */
export const withSource =
  (file: string) =>
  <Error extends object>(error: Error): Error => {
    sources.set(error, file)
    return error
  }

/** The file that an error is about, if it was noted. */
export const sourceOf = (error: object): string | undefined => sources.get(error)

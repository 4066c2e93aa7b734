/** Times on the wire are whole seconds since 1970; here they are milliseconds. */
export const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000)

/** Connects, and makes the table. */
export declare const open: (url: string) => Promise<void>
/** Does so many steps, each kept before the next. */
export declare const run: (id: string, steps: number, step: (index: number) => Promise<unknown>) => Promise<void>
/** Goes on behind the last step that was kept. */
export declare const resume: (id: string, steps: number, step: (index: number) => Promise<unknown>) => Promise<void>
export declare const close: () => Promise<void>

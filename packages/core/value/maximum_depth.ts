/**
 * How many levels of lists and objects a value may have, wherever it comes from: a file, JSON text, inputs, mocks, what
 * a node gives. Dify cannot store deeper ones either, and whatever walks over values may rely on it.
 */
export const maximumDepth = 100

/**
 * How large a value may be unless a run's limits say otherwise, in characters of its JSON: far above what Dify lets code
 * (400,000) or HTTP responses (1 MB) give, far below the longest text that JavaScript can hold.
 */
export const defaultValueSize = 32 * 1024 * 1024

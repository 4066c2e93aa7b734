export * from "./data_folder_lock.ts"
export * from "./layer_pglite.ts"
export * from "./layer_postgres.ts"
export * from "./sealer.ts"

export * from "./connected_knowledge.ts"
export * from "./keyword_index.ts"
export * from "./knowledge_base.ts"
export * from "./knowledge_bases.ts"

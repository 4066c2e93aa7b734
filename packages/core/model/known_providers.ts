/** A provider whose OpenAI-compatible address is public knowledge. */
export interface KnownProvider {
  readonly baseUrl: string
  /** Whether it answers without a key. */
  readonly keyless?: boolean
}

/** Addresses used when the configuration gives a key only, by Dify's short names of the providers. */
export const knownProviders: ReadonlyMap<string, KnownProvider> = new Map([
  ["openai", { baseUrl: "https://api.openai.com/v1" }],
  ["anthropic", { baseUrl: "https://api.anthropic.com/v1" }],
  ["google", { baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai" }],
  ["deepseek", { baseUrl: "https://api.deepseek.com/v1" }],
  ["moonshot", { baseUrl: "https://api.moonshot.cn/v1" }],
  ["zhipuai", { baseUrl: "https://open.bigmodel.cn/api/paas/v4" }],
  ["tongyi", { baseUrl: "https://dashscope.aliyuncs.com/compatible-mode/v1" }],
  ["siliconflow", { baseUrl: "https://api.siliconflow.cn/v1" }],
  ["groq", { baseUrl: "https://api.groq.com/openai/v1" }],
  ["openrouter", { baseUrl: "https://openrouter.ai/api/v1" }],
  ["mistralai", { baseUrl: "https://api.mistral.ai/v1" }],
  ["x", { baseUrl: "https://api.x.ai/v1" }],
  ["ollama", { baseUrl: "http://localhost:11434/v1", keyless: true }]
])

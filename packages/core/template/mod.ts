export { compileTemplate } from "./compile_template.ts"
export { defaultRenderLimits, type RenderLimits } from "./render_limits.ts"
export { seededRandom } from "./seeded_random.ts"
export { type RenderOptions, Template } from "./template.ts"

// @ts-check
// Sends the same request over and over, in a process of its own: the server should not pay for its client.
import { Agent, request } from "node:http"

const [, , port, token, seconds, connections] = process.argv
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) })
const body = JSON.stringify({ inputs: { name: "Ada" }, user: "bench", response_mode: "blocking" })
const headers = {
  authorization: `Bearer ${token}`,
  "content-type": "application/json",
  "content-length": Buffer.byteLength(body)
}

/** One request; whether the run succeeded. */
const send = () =>
  new Promise((resolve, reject) => {
    const path = "/v1/workflows/run"
    const made = request(
      { agent, port: Number(port), host: "127.0.0.1", path, method: "POST", headers },
      (response) => {
        let text = ""
        response.setEncoding("utf8")
        response.on("data", (chunk) => {
          text += chunk
        })
        response.on("end", () => {
          if (text.includes('"status":"succeeded"')) resolve(undefined)
          else reject(new Error(text))
        })
      }
    )
    made.on("error", reject)
    made.end(body)
  })

/** @param {number} until */
const loop = async (until) => {
  let count = 0
  for (; performance.now() < until; count++) await send()
  return count
}

/** @param {number} duration seconds */
const load = async (duration) => {
  const begun = performance.now()
  const counts = await Promise.all(Array.from({ length: Number(connections) }, () => loop(begun + duration * 1000)))
  return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - begun) / 1000)
}

await load(1)
console.log(await load(Number(seconds)))
agent.destroy()

// @ts-check
// Holds many streams of one run open, in a process of its own: the server should not pay for its readers.
import { connect } from "node:net"

const [, , port, path, cookie, count] = process.argv
const request = `GET ${path} HTTP/1.1\r\nhost: localhost\r\ncookie: ${cookie}\r\naccept: text/event-stream\r\n\r\n`
let [bytes, ended] = [0, 0]

/** One stream; resolved once it has shown something. */
const open = () =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(request))
    let head = ""
    socket.on("data", (chunk) => {
      bytes += chunk.length
      if (head.includes("event: snapshot")) return
      head += chunk.toString("latin1")
      if (!head.startsWith("HTTP/1.1 200")) reject(new Error(head.slice(0, 500)))
      else if (head.includes("event: snapshot")) resolve(undefined)
    })
    socket.on("close", () => {
      ended++
      if (ended === Number(count)) console.log(bytes)
    })
    socket.on("error", reject)
    // The server keeps the connection for another request; here the stream is all there is to it.
    socket.on("data", (chunk) => chunk.includes("event: workflow_run_completed") && socket.end())
  })

for (let opened = 0; opened < Number(count); opened += 50) {
  await Promise.all(Array.from({ length: Math.min(50, Number(count) - opened) }, open))
}
console.log("ready")

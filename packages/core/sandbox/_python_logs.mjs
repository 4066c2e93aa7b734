// What a program prints goes to the host at once, so that it is there when the program has to be killed.
import { sendFrame } from "./_python_frames.mjs"

const limit = 65_536

/** `print` takes bytes as they are printed; `begin` starts anew for the next program. Before that nothing is sent. */
export const makeLogs = () => {
  let left = 0
  return {
    begin: () => {
      left = limit
    },
    print: (bytes) => {
      if (left > 0) {
        sendFrame("l", bytes.subarray(0, left))
        left -= bytes.length
        if (left <= 0) sendFrame("l", Buffer.from(`\n[more than ${limit} bytes printed]\n`))
      }
      return bytes.length
    }
  }
}

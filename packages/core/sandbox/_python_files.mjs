// Files of Python code live in this process's memory, outside the memory of WebAssembly: they need a limit of their own.

const noSpace = 51
const mostNodes = 20_000

/** Limits how many files there can be and how many bytes they hold; `allow(bytes)` grants more of the latter. */
export const limitFiles = (files) => {
  let left = Number.POSITIVE_INFINITY
  let nodes = 0
  const spend = (bytes) => {
    if (bytes > left) throw new files.ErrnoError(noSpace)
    left -= bytes
  }

  const { createNode, destroyNode } = files
  files.createNode = (...parameters) => {
    if (nodes >= mostNodes) throw new files.ErrnoError(noSpace)
    nodes++
    return createNode(...parameters)
  }
  files.destroyNode = (node) => {
    nodes--
    return destroyNode(node)
  }
  // All files share these two objects.
  const { node, stream } = files.filesystems.MEMFS.ops_table.file
  const { setattr } = node
  const { write } = stream
  node.setattr = (file, attributes) => {
    if (attributes.size !== undefined) spend(attributes.size - file.usedBytes)
    setattr(file, attributes)
  }
  stream.write = (open, buffer, offset, length, position, canOwn) => {
    spend(Math.max(0, position + length - open.node.usedBytes))
    return write(open, buffer, offset, length, position, canOwn)
  }

  return {
    allow: (bytes) => {
      left = bytes
    }
  }
}

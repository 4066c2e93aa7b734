// What Python may call outside its own memory: the imports of the WebAssembly module, by name.

/** Files in memory, clocks, memory, chance: all that programs need. */
const permitted = new Set([
  ..."clock_res_get clock_time_get emscripten_date_now emscripten_get_now".split(" "),
  ..."_gmtime_js _localtime_js _mktime_js _timegm_js _tzset_js".split(" "),
  ..."environ_get environ_sizes_get random_get emscripten_get_heap_max emscripten_resize_heap".split(" "),
  ..."fd_close fd_fdstat_get fd_pread fd_pwrite fd_read fd_seek fd_sync fd_write _try_fcntl64".split(" "),
  ...`chdir chmod dup dup3 faccessat fadvise64 fallocate fchdir fchmod fchmodat2 fchown32 fchownat fcntl64 fdatasync
    fstat64 fstatfs64 ftruncate64 getcwd getdents64 getuid32_js ioctl lstat64 mkdirat mknodat newfstatat openat poll
    readlinkat renameat rmdir stat64 statfs64 symlinkat truncate64 umask_js unlinkat utimensat`
    .split(/\s+/)
    .map((name) => `__syscall_${name}`),
  ..."_mmap_js _msync_js _munmap_js _emscripten_get_progname _Py_emscripten_runtime can_run_sync_js".split(" "),
  ..."_Py_CheckEmscriptenSignals_Helper _PyEM_TrampolineCall_JS __call_sighandler".split(" "),
  ..."emscripten_runtime_keepalive_pop emscripten_runtime_keepalive_push".split(" "),
  ..."_abort_js __assert_fail exit proc_exit Jsv_GetError_import JsvError_Check JsvNoValue_Check".split(" "),
  ..."__hiwire_deduplicate_delete __hiwire_deduplicate_get __hiwire_deduplicate_set".split(" ")
])

const accessDenied = -2
const notSupported = -52
const tooManyFiles = -33

/** What answers with an error number instead, so that Python raises an exception. */
const refused = new Map([
  ..."accept4 bind connect getpeername getsockname getsockopt listen recvfrom recvmsg sendmsg sendto socket"
    .split(" ")
    .map((name) => [`__syscall_${name}`, accessDenied]),
  ["__syscall_pipe", tooManyFiles],
  ["_dlopen_js", 0],
  ["_emscripten_system", notSupported],
  ["getaddrinfo", -4],
  ["getnameinfo", -4],
  ["getprotobyname", 0],
  ..."_maybe_connect_async _maybe_poll_async _maybe_recvfrom_async _maybe_sendto_async _setitimer_js _try_shutdown"
    .split(" ")
    .map((name) => [name, 0])
])

/** Code reached for something that Python itself never uses: the JavaScript beneath it, or the rest of the host. */
export class BoundaryCrossed extends Error {}

/**
 * A boundary around the imports of a WebAssembly module. While it is open, which is while the interpreter starts, all
 * of them work; after `close` only those that are permitted. `replace` gives own functions by name.
 */
export const makeBoundary = (replace) => {
  let closed = false
  const guarded = new Map()

  const guard = (name, original) => {
    const answer = refused.get(name)
    return (...parameters) => {
      if (!closed) return original(...parameters)
      if (answer !== undefined) return answer
      throw new BoundaryCrossed(name)
    }
  }

  return {
    /** Replaces the functions of an object of imports by guarded ones. */
    guard: (imports) => {
      for (const [name, original] of Object.entries(imports)) {
        if (typeof original !== "function") continue
        const own = replace(name)
        if (own === undefined && permitted.has(name)) continue
        // The function table goes by identity and by the fields of a function.
        if (!guarded.has(original)) guarded.set(original, Object.assign(own ?? guard(name, original), original))
        imports[name] = guarded.get(original)
      }
    },
    close: () => {
      closed = true
    }
  }
}

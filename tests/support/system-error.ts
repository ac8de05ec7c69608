// An error as the operating system's calls throw it.
export function systemError(code: string, syscall = 'write'): Error {
  return Object.assign(new Error(`${code}: what the system says, ${syscall}`), { code, syscall });
}

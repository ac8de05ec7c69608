// Whether a process ended for want of memory: by what the end of its log says, or by the kernel's word. Never a guess.
import type { ProcessExit } from '../system/launch.ts';
import type { OomKill } from '../system/oom-kills.ts';

const kinds: readonly { readonly cause: string; readonly said: RegExp }[] = [
  {
    cause: "out of memory (the GPU's)",
    said: /\b(CUDA|HIP|ROCm|XPU|MPS|SYCL|Metal)\b.*\bout of memory\b|\b(cuda|hip)Malloc\w* failed|CUDA_ERROR_OUT_OF_MEMORY|cudaErrorMemoryAllocation|hipErrorOutOfMemory|torch\.(cuda\.)?OutOfMemoryError|OutOfDeviceMemory|OUT_OF_DEVICE_MEMORY|CallbackErrorOutOfMemory|\b(failed|unable) to allocate (CUDA|ROCm|HIP|SYCL|Vulkan|Metal)|\bggml_metal\w*: .*failed to allocate/i,
  },
  { cause: "out of memory (its JavaScript heap's)", said: /JavaScript heap out of memory/ },
  {
    cause: "out of memory (the machine's)",
    said: /std::bad_alloc|\bCannot allocate memory\b|DefaultCPUAllocator: (can't allocate|not enough) memory|(^|: |\) |\.)_?(Array)?MemoryError\b|\bmemory allocation of \d+ bytes failed|\bruntime: (out of memory|cannot allocate memory)|java\.lang\.OutOfMemoryError|\b(failed|unable) to allocate CPU|ggml_aligned_malloc: insufficient memory/,
  },
  {
    cause: 'out of memory',
    said: /\b(error|failed|failure|fatal|exception)\b.*\bout of memory\b|\b(failed|unable) to allocate\b.*\b(buffer|memory|bytes|KiB|MiB|GiB|[KMG]B)\b|\bInsufficient Memory\b/i,
  },
];

/** `lines` are the end of a log, oldest first. Null where nothing says so. */
export function memoryCause(lines: readonly string[]): string | null {
  for (const line of lines.toReversed()) {
    const kind = kinds.find(({ said }) => said.test(line));
    if (kind !== undefined) return kind.cause;
  }
  return null;
}

/** The kernel ends a process by SIGKILL, of which its log knows nothing. */
export function kernelCause({ signal }: ProcessExit, killed: OomKill | null): string | null {
  if (signal !== 'SIGKILL' || killed === null) return null;
  if (killed === 'group') return 'out of memory, the kernel ended it';
  return 'out of memory by all appearances: the kernel has ended a process for it since the service was started';
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../../src/services/exit-evidence.ts';
import { kernelCause, memoryCause } from '../../src/services/out-of-memory.ts';
import { Service, type ServiceContext } from '../../src/services/service.ts';
import type { ServiceReport } from '../../src/services/supervisor.ts';
import type { OomKill } from '../../src/system/oom-kills.ts';
import { commandService, fixture } from '../support/templates.ts';
import { temporaryDirectory } from '../support/trial-tasks.ts';
import { until } from '../support/until.ts';

const gpu = "out of memory (the GPU's)";
const machine = "out of memory (the machine's)";

describe('what the end of a log says about memory', () => {
  it.each([
    ['CUDA error: out of memory', gpu],
    [
      'ggml_backend_cuda_buffer_type_alloc_buffer: allocating 8192.00 MiB on device 0: cudaMalloc failed: out of memory',
      gpu,
    ],
    ['llama_model_load: error loading model: unable to allocate CUDA0 buffer', gpu],
    ['ggml_gallocr_reserve_n_impl: failed to allocate ROCm0 buffer of size 8589934592', gpu],
    ['torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.', gpu],
    ['(EngineCore_DP0 pid=1) ERROR torch.OutOfMemoryError: HIP out of memory.', gpu],
    ['RuntimeError: MPS backend out of memory (MPS allocated: 8.00 GB)', gpu],
    ['error: Insufficient Memory (00000008:kIOGPUCommandBufferCallbackErrorOutOfMemory)', gpu],
    ['ggml_vulkan: vk::Device::allocateMemory: ErrorOutOfDeviceMemory', gpu],
    ["terminate called after throwing an instance of 'std::bad_alloc'", machine],
    ['ggml_gallocr_reserve_n_impl: failed to allocate CPU buffer of size 68719476736', machine],
    ['OSError: [Errno 12] Cannot allocate memory', machine],
    ['MemoryError', machine],
    ['numpy.core._exceptions._ArrayMemoryError: Unable to allocate 9.31 GiB', machine],
    ['memory allocation of 1073741824 bytes failed', machine],
    ['fatal error: runtime: out of memory', machine],
    [
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
      "out of memory (its JavaScript heap's)",
    ],
    ['whisper_init_state: failed to allocate memory for the kv cache', 'out of memory'],
    ['error: Insufficient Memory', 'out of memory'],
  ])('%s', (line, cause) => {
    expect(memoryCause(['loading the model', line, 'Aborted'])).toBe(cause);
  });

  it.each([
    'CUDA error: an illegal memory access was encountered',
    'free memory: 812 MiB',
    'failed to allocate a slot',
  ])('is nothing where it says %j', (line) => {
    expect(memoryCause([line])).toBeNull();
  });
});

it.each([
  ['SIGKILL', 'group', 'out of memory, the kernel ended it'],
  [
    'SIGKILL',
    'machine',
    'out of memory by all appearances: the kernel has ended a process for it since the service was started',
  ],
  ['SIGKILL', null, null],
  ['SIGSEGV', 'group', null],
] as const)('takes the kernel at its word: %s, and a kill in %j', (signal, killed, cause) => {
  expect(kernelCause({ exitCode: null, signal }, killed)).toBe(cause);
});

describe('what its log says', () => {
  it.each([
    [{ exitCode: 1, signal: null }, gpu],
    [{ exitCode: null, signal: 'SIGABRT' }, gpu],
    [null, gpu],
    [{ exitCode: 0, signal: null }, null],
    [{ exitCode: null, signal: 'SIGTERM' }, null],
    [{ exitCode: null, signal: 'SIGKILL' }, null],
  ])('after %j is the cause: %s', (exit, cause) => {
    const log = join(temporaryDirectory(), 'svc.log');
    writeFileSync(log, 'torch.OutOfMemoryError: CUDA out of memory\n500 Internal Server Error\n');
    expect(evidenceOf(process.pid, log, () => () => null)(exit).cause).toBe(cause);
  });
});

describe('a service that the kernel ended', () => {
  /** Kills it by the signal while the kernel's counters say what `killed` says. */
  async function endOf(killed: OomKill | null): Promise<ServiceReport | undefined> {
    const reports: ServiceReport[] = [];
    const watched: number[] = [];
    const context: ServiceContext = {
      runDirectory: temporaryDirectory(),
      tag: {},
      ledger: { note: () => undefined },
      makeWay: async () => undefined,
      builtinProgram: () => new URL('file:///none'),
      watchOomKills: (pid) => {
        watched.push(pid);
        return () => killed;
      },
      onReport: (report) => void reports.push(report),
      onProblem: () => undefined,
    };
    const template = commandService(fixture('serves', '{port}'));
    const service = new Service({ id: 'mine', template, model: null, roles: [], options: {}, domain: 'llm' }, context);
    const last = (type: ServiceReport['type']) => until(() => reports.find((each) => each.type === type), type);
    service.start();
    await last('ready');
    for (const pid of watched) process.kill(pid, 'SIGKILL');
    const exit = await last('exited');
    await service.stop();
    return exit;
  }

  it('is said to have been out of memory', async () => {
    expect(await endOf('group')).toMatchObject({ signal: 'SIGKILL', cause: 'out of memory, the kernel ended it' });
  });

  it('is not where somebody else killed it', async () => {
    expect(await endOf(null)).toMatchObject({ signal: 'SIGKILL', cause: null });
  });
});

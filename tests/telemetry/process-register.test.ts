import { spawn } from 'node:child_process';
import { expect, it, onTestFinished } from 'vitest';
import { nameOf } from '../../src/system/processes.ts';
import { isSameName } from '../../src/telemetry/ownership.ts';
import { ProcessRegister } from '../../src/telemetry/process-register.ts';
import { fixture } from '../support/templates.ts';

const gpuUuid = 'GPU-a';
/** A pid that no system gives away. */
const nobody = 2 ** 22 + 1;

function child(): number {
  const [node = '', ...args] = fixture('forever');
  const started = spawn(node, args, { stdio: 'ignore' });
  onTestFinished(() => void started.kill('SIGKILL'));
  return started.pid ?? 0;
}

/** The process that started this one is there, and is none of ours. */
function stranger() {
  const pid = process.ppid;
  return { gpuUuid, pid, name: `/somewhere/${nameOf(pid)}`, usedMiB: 3072 };
}

it('tells foreign processes from those of services and of this program, and calls nobody foreign whom it does not know', () => {
  const [service, other] = [child(), child()];
  const register = new ProcessRegister(() => [{ service: 'a', pids: [service] }]);
  const foreign = stranger();
  const processes = [
    { gpuUuid, pid: service, name: 'renamed', usedMiB: 500 },
    { gpuUuid, pid: other, name: nameOf(other), usedMiB: 60 },
    { gpuUuid, pid: process.pid, name: null, usedMiB: 10 },
    { gpuUuid, pid: nobody, name: 'python3', usedMiB: 9000 },
    { gpuUuid, pid: foreign.pid, name: 'another-name', usedMiB: 9000 },
    { gpuUuid, pid: foreign.pid, name: null, usedMiB: 9000 },
    foreign,
  ];
  register.set(0, processes, 1000);
  expect(register.all()).toEqual(processes);
  expect(register.foreign()).toEqual([foreign]);
  expect(register.foreignBetween(900, 1100)).toEqual([foreign]);
  expect(register.gpusOfServices(900, 1100)).toEqual(new Set([gpuUuid]));
});

it('sums the memory of services over GPUs, with a peak of two samples or more', () => {
  const pid = child();
  const register = new ProcessRegister(() => [{ service: 'a', pids: [pid] }]);
  const holds = (gpu: string, usedMiB: number) => ({ gpuUuid: gpu, pid, name: 'node', usedMiB });
  register.set(0, [holds('GPU-a', 500), holds('GPU-b', 700)], 1000);
  expect(register.vramOf(new Set([pid]))).toBe(1200);
  expect(register.serviceVramPeak(0, 5000)).toBeUndefined();
  register.set(0, [holds('GPU-a', 400)], 2000);
  expect(register.serviceVramPeak(0, 5000)).toBe(1200);
  expect(register.serviceVramPeak(1500, 5000)).toBeUndefined();
});

it('tells no memory of a service that the driver does not name', () => {
  const register = new ProcessRegister(() => [{ service: 'a', pids: [process.pid] }]);
  register.set(0, [], 1000);
  expect(register.vramOf(new Set([process.pid]))).toBeUndefined();
  register.set(0, [{ gpuUuid, pid: process.pid, name: 'node' }], 2000);
  expect(register.vramOf(new Set([process.pid]))).toBeUndefined();
});

it('knows nothing of foreign processes before a driver has told, and when it no longer can', () => {
  const register = new ProcessRegister(() => []);
  expect(register.foreign()).toBeUndefined();
  register.set(0, [], 1000);
  expect(register.foreign()).toEqual([]);
  register.set(0, null, 2000);
  expect(register.foreign()).toBeUndefined();
  expect(register.all()).toEqual([]);
});

it('does not mind a process that holds nothing', () => {
  const register = new ProcessRegister(() => []);
  register.set(0, [{ ...stranger(), usedMiB: 0 }], 1000);
  expect(register.foreignBetween(900, 1100)).toEqual([]);
});

it.each([
  ['/usr/bin/python3', 'python3', true],
  ['python3 train.py --model a/b', 'python3', true],
  ['VLLM::EngineCore', 'VLLM::EngineCore', true],
  ['/opt/text-generation-server', 'text-generation', true],
  ['/usr/bin/python3', 'node', false],
  ['python3.12', 'python3', false],
])('compares the name %s with %s', (told, here, same) => {
  expect(isSameName(told, here)).toBe(same);
});

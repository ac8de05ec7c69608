// What `runner doctor` found, for a person: what is there, what is in the way, and at the end what is missing.
import { styleText } from 'node:util';
import { plainText } from '../domain/text.ts';
import { counted } from '../domain/wording.ts';
import type { Findings, RunningOllama } from './doctor-findings.ts';

type Line = readonly [name: string, text: string];

export function doctorText(findings: Findings, color: boolean): string {
  const bold = (text: string): string => (color ? styleText('bold', text, { validateStream: false }) : text);
  const section = (title: string, lines: readonly Line[]): string => {
    const width = Math.max(...lines.map(([name]) => name.length));
    const rows = lines.map(([name, text]) => `  ${name.padEnd(width)}  ${plainText(text)}`.trimEnd());
    return [bold(title), ...rows].join('\n');
  };
  const missing = missingIn(findings);
  return [
    section('This machine', machine(findings)),
    section('Engines', engines(findings)),
    section('Usual ports', ports(findings)),
    section('Left over from runs whose runner is gone', leftover(findings)),
    ...(missing.length === 0 ? [] : [section('Missing', missing)]),
    'The built-in models need none of this: runner plans/smoke.yaml runs as it is.',
  ].join('\n\n');
}

function machine({ runner, host }: Findings): readonly Line[] {
  const gpus = host.gpus.map(({ name, vramMiB, driver }): Line => {
    const memory = vramMiB === null ? 'memory shared with the CPU or not told' : `${gibibytes(vramMiB)} of VRAM`;
    return ['GPU', [name, memory, ...(driver === null ? [] : [`driver ${driver}`])].join(', ')];
  });
  return [
    ['Flightdeck', `${runner.version}, on Node ${runner.node}, ${runner.platform}`],
    ['System', host.os],
    ['CPU', `${host.cpu}, ${counted(host.cpuCount, 'core')}`],
    ['Memory', gibibytes(host.memoryMiB)],
    ...(gpus.length === 0 ? [['GPU', 'none found'] as const] : gpus),
  ];
}

function engines({ engines: found, ollama }: Findings): readonly Line[] {
  const lines = found.map(({ name, path, version, problem }): Line => {
    if (path === null) return [name, 'not installed'];
    if (problem !== null) return [name, `${path}, but it gives no version: ${problem}`];
    return [name, version === null ? path : `${path}, version ${version}`];
  });
  return ollama === null ? lines : [...lines, ['running', runningText(ollama)]];
}

function runningText({ url, version, loaded, models }: RunningOllama): string {
  const inMemory = loaded.map(({ name, vramMiB }) =>
    vramMiB === null ? name : `${name} (${gibibytes(vramMiB)} of VRAM)`,
  );
  const holds = inMemory.length === 0 ? 'no model in memory' : `in memory: ${inMemory.join(', ')}`;
  const there = models.length === 0 ? 'it has no models' : `it has ${models.join(', ')}`;
  return `Ollama ${version} on ${url}; ${holds}; ${there}`;
}

function ports({ ports: usual }: Findings): readonly Line[] {
  return usual.map(({ port, usedBy, holders }) => {
    const names = holders.map(({ pid, name }) =>
      pid === null ? 'another user' : `${name ?? 'a process'} (pid ${pid})`,
    );
    return [String(port), `${usedBy}: ${names.length === 0 ? 'free' : `held by ${names.join(' and ')}`}`];
  });
}

function leftover({ leftovers }: Findings): readonly Line[] {
  if (leftovers.length === 0) return [['', 'nothing']];
  return leftovers.map(({ pid, name, runId }) => [
    `pid ${pid}`,
    `${name ?? 'a process'}, of ${runId}; "kill ${pid}" ends it`,
  ]);
}

function missingIn({ engines: found, host }: Findings): readonly Line[] {
  const lines = found.filter(({ path }) => path === null).map(({ name, howToGet }): Line => [name, howToGet]);
  if (host.gpus.length > 0) return lines;
  return [
    ...lines,
    ['nvidia-smi', 'it comes with the NVIDIA driver; without it VRAM is not measured, and memory is shown instead'],
  ];
}

function gibibytes(mebibytes: number): string {
  return `${(mebibytes / 1024).toFixed(1)} GiB`;
}

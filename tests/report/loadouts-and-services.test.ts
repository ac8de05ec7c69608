import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionEvent } from '../../src/domain/events.ts';
import { loadoutColumns, loadoutRows } from '../../src/report/loadout-columns.ts';
import { readRun } from '../../src/report/read-run.ts';
import type { RunData } from '../../src/report/run-data.ts';
import { serviceColumns } from '../../src/report/service-columns.ts';
import type { Column } from '../../src/report/sheets.ts';
import { stageColumns, stageRows } from '../../src/report/stage-columns.ts';
import { summarySheet } from '../../src/report/summary-sheet.ts';
import { attention } from '../../src/report/verdict.ts';
import { sampleConversation, sampleOfEach, sampleTranscription } from '../support/sample-drivers.ts';
import { sampleLoadouts } from '../support/sample-loadouts.ts';
import { sampleResult } from '../support/sample-results.ts';
import { runFolder, type SampleRun } from '../support/sample-run-folder.ts';
import { throttled } from '../support/sample-studio.ts';

async function runOf(sample: SampleRun): Promise<RunData> {
  return readRun(await runFolder(sample));
}

/** What is not empty, by heading. */
function shown<Item>(columns: readonly Column<Item>[], item: Item): Record<string, unknown> {
  const cells = columns.map(({ header, value }): [string, unknown] => [header, value(item)]);
  return Object.fromEntries(cells.filter(([, value]) => value !== null));
}

describe('the Loadouts sheet', () => {
  it('has times, energy, and memory of each GPU with what was kept', async () => {
    const results = [sampleConversation(), sampleConversation({ repeat: 2, metrics: {}, validity: [throttled] })];
    const run = await runOf({ results, others: sampleLoadouts });
    const name = 'NVIDIA GeForce RTX 4090';
    expect(loadoutRows(run).map((row) => shown(loadoutColumns, row))).toEqual([
      {
        Domain: 'sts',
        Loadout: 'full-stack',
        'Built-in': 'partly built-in',
        Attempts: 2,
        'Doubtful attempts': 1,
        'Set-up (s)': 8.41,
        'Warm-up (s)': 2.105,
        'Execution (s)': 41.3,
        'Clean-up (s)': 1.84,
        'Energy of trials (J)': 268.4,
        'Attempts with energy': 1,
        GPU: 0,
        'GPU name': name,
        'VRAM before (MiB)': 412,
        'VRAM loaded (MiB)': 6376,
        'VRAM peak (MiB)': 6532,
        'VRAM after (MiB)': 1312,
        'VRAM kept (MiB)': 900,
      },
      {
        Domain: 'sts',
        Loadout: 'full-stack',
        'Built-in': 'partly built-in',
        GPU: 1,
        'GPU name': name,
        'VRAM before (MiB)': 388,
        'VRAM loaded (MiB)': 388,
        'VRAM peak (MiB)': 390,
        'VRAM after (MiB)': 388,
      },
    ]);
  });

  it('leaves empty what was not measured, and shows memory that was kept where nothing else was', async () => {
    const kept = sampleLoadouts.filter(({ type }) => type === 'memory.kept');
    const run = await runOf({ results: [sampleConversation({ metrics: {} }), sampleResult()], others: kept });
    const rows = loadoutRows(run).map((row) => shown(loadoutColumns, row));
    expect(rows).toEqual([
      {
        Domain: 'sts',
        Loadout: 'full-stack',
        'Built-in': 'partly built-in',
        Attempts: 1,
        GPU: 0,
        'VRAM kept (MiB)': 900,
      },
      { Domain: 'llm', Loadout: 'tiny-markov', 'Built-in': 'built-in', Attempts: 1 },
    ]);
  });
});

describe('the Services sheet', () => {
  it('has each start of a service with what it said of itself, or why it did not come up', async () => {
    const { services } = await runOf({ results: [sampleConversation()], others: sampleLoadouts });
    const rows = services.map((service) => shown(serviceColumns(''), service));
    expect(rows.map((row) => [row['Service'], row['State'], row['Built-in'], row['Problem']])).toEqual([
      ['builtin/modem-stt', 'ready', 'built-in', undefined],
      ['ollama/qwen3:8b', 'ready', undefined, undefined],
      ['builtin/modem-tts', 'ready', 'built-in', undefined],
      [
        'kokoro/kokoro-82m',
        'exited',
        undefined,
        'exited with code 1: out of memory (the GPU\'s); its last lines: "loading the voice | RuntimeError: CUDA out of memory"',
      ],
      [
        'vllm/Qwen/Qwen2.5-1.5B-Instruct',
        'not installed',
        undefined,
        'vllm is not installed; get it with `pip install vllm`',
      ],
    ]);
    expect(rows[1]).toMatchObject({
      'Started for': 'sts',
      'Ready after (s)': 8.12,
      Version: '0.13.0',
      'Model digest': 'sha256:500a1f067a9f',
      Details: 'contextLength: 4,096, layersOnGpu: 37/37, sizeMiB: 5,964, sizeVramMiB: 5,964',
      Log: 'svc_sts_qwen3:8b_20261121_143001.log',
    });
  });

  it('has each time that one was started again, which the summary counts with the reason', async () => {
    const kokoro = sampleLoadouts.filter((event) => 'service' in event && event.service === 'kokoro/kokoro-82m');
    const [starting] = kokoro;
    if (starting === undefined) throw new Error('the sample has no kokoro');
    const service = 'kokoro/kokoro-82m';
    const up = {
      type: 'service.ready',
      service,
      startupMs: 9,
      version: null,
      modelDigest: null,
      binary: null,
    } as const;
    const again = { type: 'service.restarting', service, of: 2 } as const;
    const hangs = 'it hung: not a byte came from it';
    const others: SessionEvent[] = [
      ...kokoro,
      { ...again, attempt: 1, why: 'it exited with code 1' },
      starting,
      { ...up, details: {} },
      { ...again, attempt: 2, why: hangs },
      starting,
      { ...up, details: {} },
      starting,
    ];
    const run = await runOf({ results: [sampleConversation()], others });
    const rows = run.services.map((each) => shown(serviceColumns(''), each));
    expect(rows.map((row) => [row['State'], row['Restart'], row['Problem']])).toEqual([
      ['exited', undefined, expect.stringContaining('out of memory')],
      ['hung', '1 of 2', hangs],
      ['ready', '2 of 2', undefined],
      ['starting', undefined, undefined],
    ]);
    const values = summarySheet(run, 'Summary', new Map()).rows.map(({ cells }) => cells.map((cell) => cell?.value));
    const at = values.findIndex(([first]) => first === 'Services that were started again');
    expect(values[at + 2]?.slice(0, 3)).toEqual([service, 2, hangs]);
  });

  it('knows the last line alone where an earlier journal says no more', async () => {
    const folder = await runFolder({ results: [sampleConversation()], others: sampleLoadouts });
    const journal = join(folder, 'events.jsonl');
    const text = await readFile(journal, 'utf8');
    await writeFile(journal, text.replace(/"cause":"[^"]*","lastLines":\[[^\]]*\],/, ''));
    const { services } = await readRun(folder);
    expect(services.find(({ state }) => state === 'exited')?.problem).toBe(
      'exited with code 1; its last line: "RuntimeError: CUDA out of memory"',
    );
  });

  it('takes them from system_info.yaml where the journal does not tell', async () => {
    const { services } = await runOf({ results: [sampleResult()] });
    expect(services.map(({ service, version, builtin, details }) => ({ service, version, builtin, details }))).toEqual([
      { service: 'builtin/tiny-markov', version: '0.1.0', builtin: true, details: {} },
      { service: 'ollama/qwen3:8b', version: '0.13.0', builtin: false, details: {} },
    ]);
  });
});

describe('the sheet of stages', () => {
  it('draws each conversation as a waterfall on its own time axis', async () => {
    const { domains } = await runOf({ results: [sampleConversation()] });
    const [domain] = domains;
    const rows: unknown[][] = [];
    if (domain !== undefined) {
      for await (const row of stageRows(domain)) {
        const cells = shown(stageColumns, row);
        rows.push([
          cells['Stage'],
          cells['Asked (ms)'],
          cells['First output (ms)'],
          cells['Done (ms)'],
          cells['On the time axis (pale: waiting)'],
        ]);
      }
    }
    const blank = (count: number): string => '\u00a0'.repeat(count);
    expect(domain?.stages).toBe(5);
    expect(rows).toEqual([
      ['stt', 0, 212.4, 212.4, '░░░░░░█'],
      ['llm', 212.6, 308.9, 1160, `${blank(7)}░░░${'█'.repeat(28)}`],
      ['tts 1', 550.8, 641.6, 902, `${blank(18)}░░░${'█'.repeat(9)}`],
      ['tts 2', 902.1, 990.4, 1398, `${blank(30)}░░${'█'.repeat(14)}`],
      ['tts 3', 1398.3, 1485, 1834, `${blank(46)}░░░${'█'.repeat(11)}`],
    ]);
  });
});

describe('the Summary', () => {
  it('tells loadouts by the key figures of their driver, with corpus error rates', async () => {
    const results = [
      ...sampleOfEach(),
      sampleTranscription({
        repeat: 2,
        metrics: { wer: 1, wordErrors: 3, referenceWords: 3, rtf: 0.05 },
        validity: [throttled],
      }),
    ];
    const { rows } = summarySheet(await runOf({ results }), 'Summary', new Map());
    const values = rows.map(({ cells }) => cells.map((cell) => cell?.value ?? null));
    const from = values.findIndex(([first]) => first === 'Key figures') + 2;
    const table = values.slice(from, from + values.slice(from).findIndex((row) => row.length === 0));
    const common = ['VRAM peak (MiB)', 'Memory peak (MiB)', 'Energy of trials (J)'];
    const errors = ['WER (corpus)', 'CER (corpus)'];
    expect(table).toEqual([
      ['Domain', 'Loadout', 'TTFT (ms)', 'Decode (tok/s)', ...common],
      ['llm', 'tiny-markov (built-in)', 41.2, 123.2, 6532, 812, 268.4],
      ['Domain', 'Loadout', 'TTFT (ms)', 'Decode (tok/s)', ...common],
      ['vlm', 'gemma3-4b', 412.5, 48.2, 6532, 812, 268.4],
      ['Domain', 'Loadout', 'RTF', ...errors, ...common, 'Doubtful attempts'],
      ['stt', 'whisper-small', 0.043, 4 / 26, 2 / 122, 6532, 812, 268.4, 1],
      ['Domain', 'Loadout', 'TTFA (ms)', 'RTF', ...errors, ...common],
      ['tts', 'kokoro (partly built-in)', 91.4, 0.1515, 1 / 23, 2 / 122, 6532, 812, 268.4],
      ['Domain', 'Loadout', 'Voice to voice (ms)', 'End to end (ms)', ...errors, ...common],
      ['sts', 'full-stack (partly built-in)', 641.6, 1834, 1 / 23, 2 / 122, 6532, 812, 268.4],
    ]);
  });

  it('says what the run met and what is partly built-in', async () => {
    const run = await runOf({ results: [sampleConversation()], others: sampleLoadouts });
    expect(attention(run)).toEqual([
      'Partly built-in (full-stack): what the built-in ones of their models do says nothing about a real model.',
      'Stopped the ollama that was already running (pid 812, port 11434, ollama.service); ollama.service is started again at the end of the run',
      'VRAM not given back: ollama/qwen3:8b kept 900 MiB of GPU 0 (NVIDIA GeForce RTX 4090) after its end; waited 10.0s; held by /usr/local/bin/ollama (pid 4711, 884 MiB)',
    ]);
  });
});

describe('a folder of an earlier version', () => {
  it('is read without what was not recorded then', async () => {
    const times = { setupMs: 400, warmupMs: 0, executionMs: 5000, cleanupMs: 30, gpus: [] };
    const others = [
      ...sampleLoadouts.slice(1, 3),
      { type: 'loadout.finished', domain: 'llm', loadout: 'tiny-markov', ...times } as const,
    ];
    const directory = await runFolder({ results: [sampleResult()], others });
    const path = join(directory, 'events.jsonl');
    const journal = await readFile(path, 'utf8');
    const older = journal.replaceAll(',"details":{}', '').replaceAll(',"gpus":[]', '');
    expect(older.length).toBeLessThan(journal.length);
    await writeFile(path, older);
    const run = await readRun(directory);
    expect(run.warnings).toEqual([]);
    expect(run.services).toMatchObject([{ service: 'builtin/modem-stt', state: 'ready', details: {} }]);
    expect(run.domains[0]?.loadouts[0]).toMatchObject({ times: { setupMs: 400 }, gpus: [], energy: null });
  });
});

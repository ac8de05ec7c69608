// Whole screens, rebuilt by a terminal emulator from what the dashboard really writes.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DashboardInput } from '../../src/projections/dashboard/state.ts';
import { createDashboardStore, type DashboardStore } from '../../src/tui/store.ts';
import { runUnderWay, wholeRun } from '../support/sample-events.ts';
import { SampleJournal } from '../support/sample-journal.ts';
import { sampleResult } from '../support/sample-results.ts';
import { sampleGpu, studioPulling, studioUnderWay } from '../support/sample-studio.ts';
import { createVirtualTerminal, type VirtualTerminal } from '../support/virtual-terminal.ts';

// Read once, when the colour library is loaded.
process.env['FORCE_COLOR'] = '1';
const { mountDashboard } = await import('../../src/tui/mount-dashboard.tsx');

/** For a machine that is busy with other tests. */
const patience = { timeout: 60_000, interval: 20 };

interface Shown {
  readonly terminal: VirtualTerminal;
  readonly store: DashboardStore;
  readonly commands: string[];
  unmount(): Promise<void>;
}

let shown: Shown | null = null;

afterEach(async () => {
  await shown?.unmount();
  shown = null;
});

interface Options {
  readonly columns?: number;
  readonly rows?: number;
  readonly inputs?: readonly DashboardInput[];
  readonly color?: boolean;
  readonly keyboard?: boolean;
}

function show({ columns = 80, rows = 24, inputs = runUnderWay().inputs, color = true, keyboard = true }: Options = {}) {
  const terminal = createVirtualTerminal(columns, rows, keyboard);
  const store = createDashboardStore(() => 0);
  const commands: string[] = [];
  const mounted = mountDashboard({ ...terminal, store, color, onCommand: ({ type }) => commands.push(type) });
  for (const input of inputs) store.dispatch(input);
  shown = { terminal, store, commands, unmount: () => mounted.unmount() };
  return shown;
}

/** The screen as soon as it holds the text. */
async function screenWith(terminal: VirtualTerminal, text: string): Promise<string> {
  return vi.waitFor(async () => {
    const screen = (await terminal.screen()).join('\n');
    expect(screen).toContain(text);
    return screen;
  }, patience);
}

describe('a screen', () => {
  it.each([
    { columns: 80, rows: 24, gpu: false },
    { columns: 140, rows: 40, gpu: true },
    { columns: 60, rows: 20, gpu: true },
    { columns: 40, rows: 10, gpu: false },
  ])('of $columns columns and $rows rows, in the middle of a run', async ({ columns, rows, gpu }) => {
    const { terminal } = show({ columns, rows, inputs: runUnderWay({ gpu }).inputs });
    expect(await screenWith(terminal, 'Running LLM-006')).toMatchSnapshot();
  });

  it.each([
    { columns: 80, rows: 24, gpus: 2 },
    { columns: 80, rows: 24, gpus: 8 },
    { columns: 120, rows: 40, gpus: 4 },
  ])('of $columns columns and $rows rows on a machine with $gpus GPUs', async ({ columns, rows, gpus }) => {
    const machine = Array.from({ length: gpus }, (_, index) => sampleGpu(index));
    const { terminal } = show({ columns, rows, inputs: studioUnderWay({ gpus: machine }).inputs });
    expect(await screenWith(terminal, 'also on GPU 0')).toMatchSnapshot();
  });

  it('while a model is being fetched', async () => {
    const { terminal } = show({ inputs: studioPulling().inputs });
    expect(await screenWith(terminal, 'pulling █')).toMatchSnapshot();
  });

  it('of a finished run', async () => {
    const { terminal } = show({ columns: 120, rows: 30, inputs: wholeRun().inputs });
    expect(await screenWith(terminal, 'report.xlsx')).toMatchSnapshot();
  });

  it('before anything has happened', async () => {
    const { terminal } = show({ inputs: [] });
    expect(await screenWith(terminal, 'Preparing')).toMatchSnapshot();
  });

  it('too small for a frame still shows how far the run is', async () => {
    const { terminal } = show({ columns: 20, rows: 4 });
    expect(await screenWith(terminal, 'Running')).toContain('Total');
  });

  it('leaves the last row free and never scrolls', async () => {
    const { terminal } = show({ inputs: wholeRun({ gpu: true }).inputs });
    await screenWith(terminal, 'report.xlsx');
    const rows = await terminal.screen();
    expect([rows[22]?.startsWith('╰'), rows[23]]).toEqual([true, '']);
    expect(terminal.terminal.buffer.active.baseY).toBe(0);
  });

  it('draws itself anew after a resize', async () => {
    const { terminal } = show({ columns: 140, rows: 40 });
    await screenWith(terminal, 'Latest results');
    terminal.resize(60, 16);
    const small = await vi.waitFor(async () => {
      const rows = await terminal.screen();
      expect(rows[14]?.startsWith('╰')).toBe(true);
      return rows;
    }, patience);
    expect(small.filter((row) => row.startsWith('╭'))).toHaveLength(1);
    expect(small.every((row) => row === '' || row.length === 60)).toBe(true);
    terminal.resize(100, 30);
    await vi.waitFor(async () => expect((await terminal.screen())[28]?.startsWith('╰')).toBe(true), patience);
    expect((await terminal.screen()).filter((row) => row.startsWith('╭'))).toHaveLength(1);
  });
});

describe('colour', () => {
  it('is used where it is wanted, and no styling at all where it is not', async () => {
    const colored = show();
    await screenWith(colored.terminal, 'Running');
    expect(colored.terminal.written()).toMatch(/\u001b\[32m/);
    await colored.unmount();
    const plain = show({ color: false });
    await screenWith(plain.terminal, 'Running');
    expect(plain.terminal.written()).not.toMatch(/\u001b\[\d+(;\d+)*m/);
  });
});

describe('foreign text', () => {
  it('never reaches the terminal as control bytes, and never breaks the frame', async () => {
    const hostile =
      'x\u001b[2J\u001b]0;owned\u0007\u009b31m\u202egpj\u2069 \u001b]8;;http://e\u0007a\u001b]8;;\u0007\r\n\u0000';
    const wide = `${'模型'.repeat(60)}👩‍👩‍👧‍👦${'🚀'.repeat(60)}`;
    const journal = new SampleJournal();
    for (const { recorded } of runUnderWay().inputs.filter((input) => input.kind === 'event')) {
      const { event } = recorded;
      if (event.type === 'run.started') journal.event({ ...event, plan: { ...event.plan, name: hostile + wide } });
      else if (event.type === 'service.starting') journal.event({ ...event, service: hostile + wide });
      else if (event.type !== 'trial.started') journal.event(event);
    }
    const error = hostile.repeat(50);
    const result = sampleResult({
      testId: `LLM-007[${hostile}${wide}]`,
      name: wide,
      status: 'error',
      error,
      checks: [],
    });
    journal.event({ type: 'trial.finished', result });
    journal.event({ type: 'notice.raised', level: 'error', message: `last notice ${wide}${hostile}` });
    const { terminal } = show({ columns: 100, rows: 36, inputs: journal.inputs });
    await screenWith(terminal, 'last notice');
    // What the dashboard itself sends: colours, cursor movement, erasing, screen and cursor modes.
    const own = /\u001b\[(\??[\d;]*[hlmABCDEFGHJK])/g;
    expect(terminal.written().replace(own, '').replaceAll('\r', '')).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
    );
    expect(terminal.written()).not.toContain('\u001b[2J');
    const rows = await terminal.screen();
    expect(rows.slice(0, 35).every((row) => /^[╭├│╰].*[╮┤│╯]$/u.test(row))).toBe(true);
    expect(rows[35]).toBe('');
  });
});

describe('keys', () => {
  it('ask for a stop first and for a kill after that', async () => {
    const { terminal, commands } = show();
    await screenWith(terminal, 'q stop');
    terminal.type('q');
    await screenWith(terminal, 'q again kills at once');
    terminal.type('\u0003');
    await vi.waitFor(() => expect(commands).toEqual(['stop', 'kill']), patience);
  });

  it('scroll the log, narrow it down, and show the help', async () => {
    const { terminal } = show();
    await screenWith(terminal, 'Running');
    terminal.type('g');
    expect(await screenWith(terminal, 'Starting Test Run')).toMatch(/Log · 0 above, \d+ below/);
    terminal.type('f');
    expect(await screenWith(terminal, 'warnings and errors')).not.toContain('LLM-001[tiny-markov]: PASSED');
    terminal.type('?');
    expect(await screenWith(terminal, 'kill at once')).toContain('passed; failed, timed out or in error');
    terminal.type('?');
    await screenWith(terminal, 'Log · warnings and errors');
  });

  it('are neither offered nor read where the input is not a terminal', async () => {
    const { terminal, commands } = show({ keyboard: false });
    expect(await screenWith(terminal, 'Running')).not.toContain('q stop');
    terminal.type('q');
    await screenWith(terminal, 'Running');
    expect(commands).toEqual([]);
  });
});

describe('the terminal', () => {
  it('is on the alternate screen while the dashboard is up, and as before when it is taken off', async () => {
    const { terminal, unmount } = show();
    await screenWith(terminal, 'Running');
    expect(terminal.terminal.buffer.active.type).toBe('alternate');
    const taken = unmount();
    expect(terminal.written().endsWith('\u001b[?25h')).toBe(true);
    await taken;
    await terminal.screen();
    expect(terminal.terminal.buffer.active.type).toBe('normal');
  });
});

describe('the store', () => {
  it('tells its listeners ten times a second at most, whatever the number of events', async () => {
    const store = createDashboardStore();
    let told = 0;
    store.subscribe(() => {
      told += 1;
    });
    const journal = new SampleJournal();
    for (let n = 0; n < 5000; n += 1) journal.event({ type: 'notice.raised', level: 'info', message: `line ${n}` });
    for (const input of journal.inputs) store.dispatch(input);
    expect([told, store.snapshot().state.log.length]).toEqual([0, 0]);
    await vi.waitFor(() => expect(told).toBe(1), patience);
    expect(store.snapshot().state.log.at(-1)?.message).toBe('line 4999');
  });

  it('lets the time run on between two events, until the run has finished', async () => {
    let now = 0;
    const store = createDashboardStore(() => now);
    store.subscribe(() => {});
    for (const input of runUnderWay().inputs) store.dispatch(input);
    await vi.waitFor(() => expect(store.snapshot().elapsedMs).toBe(store.snapshot().state.elapsedMs), patience);
    now = 1500;
    await vi.waitFor(() => expect(store.snapshot().elapsedMs).toBe(store.snapshot().state.elapsedMs + 1500), patience);
    for (const input of wholeRun().inputs) store.dispatch(input);
    now = 9000;
    await vi.waitFor(() => expect(store.snapshot().state.phase).toBe('finished'), patience);
    expect(store.snapshot().elapsedMs).toBe(store.snapshot().state.elapsedMs);
  });
});

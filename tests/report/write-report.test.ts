import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import excel, { type Cell, type Workbook, type Worksheet } from 'exceljs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeReport } from '../../src/report/write-report.ts';
import { sampleCommandResult, sampleResult, sampleResults, writeRunFolder } from '../support/sample-results.ts';
import { zipEntries } from '../support/zip-entries.ts';

async function open(path: string): Promise<Workbook> {
  const workbook = new excel.Workbook();
  await workbook.xlsx.readFile(path);
  return workbook;
}

function sheet(workbook: Workbook, name: string): Worksheet {
  const found = workbook.getWorksheet(name);
  if (found === undefined) throw new Error(`no sheet ${name}`);
  return found;
}

/** The cell of a row under a heading. */
function under(worksheet: Worksheet, heading: string, row: number): Cell {
  const headings: unknown = worksheet.getRow(1).values;
  const column = Array.isArray(headings) ? headings.indexOf(heading) : -1;
  expect(column, heading).toBeGreaterThan(0);
  return worksheet.getRow(row).getCell(column);
}

/** As a person reads it, rich text included. */
function texts(worksheet: Worksheet): string[] {
  const found: string[] = [];
  worksheet.eachRow((row) => row.eachCell((cell) => found.push(cell.text)));
  return found;
}

describe('the report of a run', () => {
  let parent: string;
  let path: string;
  let workbook: Workbook;
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'report-'));
    const results = [...sampleResults(40), sampleCommandResult()];
    const directory = await writeRunFolder(parent, { results, planned: { llm: 45 } });
    const report = await writeReport(directory, join(directory, 'report.xlsx'));
    path = report.path;
    workbook = await open(path);
  });
  afterAll(() => rm(parent, { recursive: true }));

  it('has a sheet for each domain between the summary and the failures', () => {
    expect(workbook.worksheets.map(({ name }) => name)).toEqual([
      'Summary',
      'llm',
      'build',
      'Failures',
      'System',
      'Plan',
    ]);
  });

  it('has numbers as numbers, with formats, and times as times', () => {
    const llm = sheet(workbook, 'llm');
    expect(under(llm, 'TTFT (ms)', 2)).toMatchObject({ value: 40, numFmt: '#,##0.0' });
    expect(under(llm, 'Output tokens', 2)).toMatchObject({ value: 24, numFmt: '#,##0' });
    expect(under(llm, 'Duration (s)', 2)).toMatchObject({ value: 0.44, numFmt: '#,##0.00' });
    expect(under(llm, 'Started (UTC)', 2)).toMatchObject({
      value: new Date('2026-11-21T14:30:00.000Z'),
      numFmt: 'yyyy-mm-dd hh:mm:ss',
    });
    expect(under(llm, 'TTFT (ms)', 18).value).toBeNull();
  });

  it('has one row per attempt, a frozen heading, a filter over all of it and widths', () => {
    const llm = sheet(workbook, 'llm');
    expect(llm.rowCount).toBe(41);
    expect(llm.views[0]).toMatchObject({ state: 'frozen', xSplit: 1, ySplit: 1 });
    expect(llm.autoFilter).toBe(`A1:${llm.getColumn(llm.columnCount).letter}41`);
    expect(llm.getColumn(1).width).toBe(30);
    expect(llm.pageSetup).toMatchObject({ orientation: 'landscape', fitToWidth: 1, fitToHeight: 0 });
    expect(llm.pageSetup.printTitlesRow).toBe('1:1');
  });

  it('colours each status in its own way', () => {
    const llm = sheet(workbook, 'llm');
    const colours = new Map<string, string>();
    for (let row = 2; row <= 41; row += 1) {
      const cell = under(llm, 'Status', row);
      colours.set(cell.text, JSON.stringify(cell.fill));
    }
    expect([...colours.keys()].sort()).toEqual(['error', 'failed', 'passed', 'skipped', 'timeout']);
    expect(new Set(colours.values()).size).toBe(5);
  });

  it('shades measured columns', async () => {
    const part = (await zipEntries(path)).get('xl/worksheets/sheet2.xml') ?? '';
    expect(part.match(/<cfRule type="colorScale"/g)).toHaveLength(7);
  });

  it('links to artifacts, logs and sheets', () => {
    const llm = sheet(workbook, 'llm');
    expect(under(llm, 'Whole output', 2).value).toEqual({
      text: 'artifacts/LLM-001_tiny-markov_1_1.txt',
      hyperlink: 'artifacts/LLM-001_tiny-markov_1_1.txt',
    });
    const links: string[] = [];
    sheet(workbook, 'Summary').eachRow((row) =>
      row.eachCell((cell) => void (cell.hyperlink && links.push(cell.hyperlink))),
    );
    expect(new Set(links)).toEqual(new Set(["#'llm'!A1", "#'build'!A1"]));
  });

  it('orders the parts of a sheet as the format wants', async () => {
    const part = (await zipEntries(path)).get('xl/worksheets/sheet2.xml') ?? '';
    const order = [
      'sheetPr',
      'sheetViews',
      'cols',
      'sheetData',
      'autoFilter',
      'conditionalFormatting',
      'hyperlinks',
      'pageMargins',
      'pageSetup',
      'headerFooter',
    ];
    const places = order.map((name) => part.indexOf(`<${name}`));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('lists failures in full, wrapped', () => {
    const failures = sheet(workbook, 'Failures');
    expect(failures.rowCount).toBe(7);
    expect(under(failures, 'What went wrong', 2).text).toBe(
      'contains: expected "Paris", saw "The capital is Lyon, I think."\ntoo slow to talk to — metric ttftMs: expected {"max":100}, saw 131.5',
    );
    expect(under(failures, 'What went wrong', 2).alignment).toMatchObject({ wrapText: true });
    expect(under(failures, 'Answer, or standard output', 2).text).toBe(
      'The capital is Lyon, I think.\nOr was it Marseille?',
    );
  });

  it('shows the plan with its indentation and the system as keys and values', () => {
    expect(texts(sheet(workbook, 'Plan'))).toContain('    adapter: builtin');
    const rows: [string, string][] = [];
    sheet(workbook, 'System').eachRow((row) => void rows.push([row.getCell(1).text, row.getCell(2).text]));
    expect(rows).toContainEqual(['host.gpus[0].vramMiB', '24564']);
    expect(rows).toContainEqual(['services.ollama/qwen3:8b.version', '0.13.0']);
  });

  it('summarises', () => {
    const found = texts(sheet(workbook, 'Summary'));
    expect(found).toContain('FAILED — 33 of 39 executed tests passed, 5 never finished');
    expect(found).toContain('What the metrics mean');
  });
});

describe('writing', () => {
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'report-'));
  });
  afterEach(() => rm(parent, { recursive: true }));

  it('keeps hostile text a text', async () => {
    const hostile = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '=cmd|"/c calc"!A1',
      '<v>&amp;</v>',
      ']]>',
      '_x0041_',
      '  spaces  ',
      '\u001b]0;x\u0007bell\u0000',
    ];
    const results = hostile.map((text, index) =>
      sampleResult({
        testId: `${text}[x]`,
        scenario: text,
        repeat: index + 1,
        name: text,
        status: 'failed',
        error: `${text}\n${text}`,
        loadout: text,
        group: text,
        metrics: { [text]: 1, tokenSource: text },
        actual: { content: text.repeat(5000), path: '../../etc/passwd' },
        validity: [{ reason: text, detail: text }],
      }),
    );
    const directory = await writeRunFolder(parent, { results, notices: hostile });
    const { path } = await writeReport(directory, join(directory, 'report.xlsx'));
    const workbook = await open(path);
    for (const worksheet of workbook.worksheets) {
      worksheet.eachRow((row) =>
        row.eachCell((cell) => {
          expect(cell.formula).toBeUndefined();
          expect(cell.text.length).toBeLessThanOrEqual(32_767);
        }),
      );
    }
    const llm = sheet(workbook, 'llm');
    expect(hostile.map((_, index) => under(llm, 'Name', index + 2).text)).toEqual([
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '=cmd|"/c calc"!A1',
      '<v>&</v>', // the reader takes character references for text twice
      ']]>',
      '_x0041_',
      'spaces',
      'bell',
    ]);
    expect(under(llm, 'Whole output', 2).value).toBe('../../etc/passwd');
    const parts = await zipEntries(path);
    expect(parts.get('xl/worksheets/sheet2.xml')).toContain('<v>&lt;v&gt;&amp;amp;&lt;/v&gt;</v>');
    for (const text of parts.values()) expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  });

  it.each([
    ['no results', { results: [], planned: { llm: 2 }, finished: false }],
    ['passes alone', { results: [sampleResult()] }],
  ])('works on a run with %s', async (_, sample) => {
    const directory = await writeRunFolder(parent, sample);
    const { path } = await writeReport(directory, join(parent, 'elsewhere.xlsx'));
    const workbook = await open(path);
    expect(texts(sheet(workbook, 'Failures'))).toContain('No failures.');
  });

  it('works on a folder that holds nothing but results', async () => {
    const directory = await writeRunFolder(parent, { results: [sampleResult()] });
    for (const name of ['events.jsonl', 'run.json', 'system_info.yaml']) await rm(join(directory, name));
    const report = await writeReport(directory, join(directory, 'report.xlsx'));
    expect(report).toMatchObject({ trials: 1, tests: { total: 1, passed: 1 } });
    const workbook = await open(report.path);
    expect(texts(sheet(workbook, 'Plan'))[0]).toBe(
      'Not recorded: the plan in system_info.yaml is missing or cannot be read.',
    );
  });

  it('leads links from another folder back to the run', async () => {
    const directory = await writeRunFolder(parent, { results: [sampleResult()] });
    await mkdir(join(parent, 'reports'));
    const { path } = await writeReport(directory, join(parent, 'reports', 'monday.xlsx'));
    const llm = sheet(await open(path), 'llm');
    expect(under(llm, 'Service log', 2).hyperlink).toBe(
      '../RUN_20261121_143000/svc_llm_tiny-markov_20261121_143001.log',
    );
  });

  it('gives domains whose names are those of other sheets a name of their own', async () => {
    const results = [sampleResult({ domain: 'plan' }), sampleResult({ domain: 'summary' })];
    const { path } = await writeReport(await writeRunFolder(parent, { results }), join(parent, 'x.xlsx'));
    expect((await open(path)).worksheets.map(({ name }) => name)).toEqual([
      'Summary',
      'plan (2)',
      'summary (2)',
      'Failures',
      'System',
      'Plan',
    ]);
  });

  it('replaces a report and leaves nothing else behind', async () => {
    const directory = await writeRunFolder(parent, { results: [sampleResult()] });
    const path = join(parent, 'report.xlsx');
    await writeFile(path, 'an older one');
    await writeReport(directory, path);
    await open(path);
    expect((await readdir(parent)).sort()).toEqual(['RUN_20261121_143000', 'report.xlsx']);
  });

  it('says what cannot be written, with exit code 3, and leaves nothing behind', async () => {
    const directory = await writeRunFolder(parent, { results: [sampleResult()] });
    await mkdir(join(parent, 'taken.xlsx'));
    await expect(writeReport(directory, join(parent, 'none', 'report.xlsx'))).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(`cannot write ${parent}/none/report.xlsx: ENOENT`),
    });
    await expect(writeReport(directory, join(parent, 'taken.xlsx'))).rejects.toMatchObject({ exitCode: 3 });
    expect((await readdir(parent)).sort()).toEqual(['RUN_20261121_143000', 'taken.xlsx']);
  });

  it('counts rows on the way', async () => {
    const directory = await writeRunFolder(parent, { results: [...sampleResults(250)] });
    const seen: number[] = [];
    await writeReport(directory, join(parent, 'x.xlsx'), { onProgress: (rows, total) => seen.push(rows, total) });
    expect(seen).toEqual([100, 289, 200, 289, 250, 289, 289, 289]);
  });
});

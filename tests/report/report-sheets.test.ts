import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workbook } from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeReport } from '../../src/report/write-report.ts';
import { sampleCommandResult, sampleResults } from '../support/sample-results.ts';
import { writeRunFolder } from '../support/sample-run-folder.ts';
import { openWorkbook, sheet, texts, under } from '../support/workbook.ts';
import { zipEntries } from '../support/zip-entries.ts';

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
    workbook = await openWorkbook(path);
  });
  afterAll(() => rm(parent, { recursive: true }));

  it('has a sheet for each domain between summary, loadouts and failures', () => {
    expect(workbook.worksheets.map(({ name }) => name)).toEqual([
      'Summary',
      'Loadouts',
      'llm',
      'build',
      'Failures',
      'Services',
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
    const part = (await zipEntries(path)).get('xl/worksheets/sheet3.xml') ?? '';
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
    const part = (await zipEntries(path)).get('xl/worksheets/sheet3.xml') ?? '';
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

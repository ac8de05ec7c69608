import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeReport } from '../../src/report/write-report.ts';
import { sampleResult, sampleResults } from '../support/sample-results.ts';
import { writeRunFolder } from '../support/sample-run-folder.ts';
import { openWorkbook, sheet, texts, under } from '../support/workbook.ts';
import { zipEntries } from '../support/zip-entries.ts';

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
    const workbook = await openWorkbook(path);
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
    expect(parts.get('xl/worksheets/sheet3.xml')).toContain('<v>&lt;v&gt;&amp;amp;&lt;/v&gt;</v>');
    for (const text of parts.values()) expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  });

  it.each([
    ['no results', { results: [], planned: { llm: 2 }, finished: false }],
    ['passes alone', { results: [sampleResult()] }],
  ])('works on a run with %s', async (_, sample) => {
    const directory = await writeRunFolder(parent, sample);
    const { path } = await writeReport(directory, join(parent, 'elsewhere.xlsx'));
    const workbook = await openWorkbook(path);
    expect(texts(sheet(workbook, 'Failures'))).toContain('No failures.');
  });

  it('works on a folder that holds nothing but results', async () => {
    const directory = await writeRunFolder(parent, { results: [sampleResult()] });
    for (const name of ['events.jsonl', 'run.json', 'system_info.yaml']) await rm(join(directory, name));
    const report = await writeReport(directory, join(directory, 'report.xlsx'));
    expect(report).toMatchObject({ trials: 1, tests: { total: 1, passed: 1 } });
    const workbook = await openWorkbook(report.path);
    expect(texts(sheet(workbook, 'Plan'))[0]).toBe(
      'Not recorded: the plan in system_info.yaml is missing or cannot be read.',
    );
  });

  it('leads links from another folder back to the run', async () => {
    const directory = await writeRunFolder(parent, { results: [sampleResult()] });
    await mkdir(join(parent, 'reports'));
    const { path } = await writeReport(directory, join(parent, 'reports', 'monday.xlsx'));
    const llm = sheet(await openWorkbook(path), 'llm');
    expect(under(llm, 'Service log', 2).hyperlink).toBe(
      '../RUN_20261121_143000/svc_llm_tiny-markov_20261121_143001.log',
    );
  });

  it('gives domains whose names are those of other sheets a name of their own', async () => {
    const results = [sampleResult({ domain: 'plan' }), sampleResult({ domain: 'summary' })];
    const { path } = await writeReport(await writeRunFolder(parent, { results }), join(parent, 'x.xlsx'));
    expect((await openWorkbook(path)).worksheets.map(({ name }) => name)).toEqual([
      'Summary',
      'Loadouts',
      'plan (2)',
      'summary (2)',
      'Failures',
      'Services',
      'System',
      'Plan',
    ]);
  });

  it('replaces a report and leaves nothing else behind', async () => {
    const directory = await writeRunFolder(parent, { results: [sampleResult()] });
    const path = join(parent, 'report.xlsx');
    await writeFile(path, 'an older one');
    await writeReport(directory, path);
    await openWorkbook(path);
    expect((await readdir(parent)).sort()).toEqual(['RUN_20261121_143000', 'report.xlsx']);
  });

  it('says what cannot be written, with exit code 3, and leaves nothing behind', async () => {
    const directory = await writeRunFolder(parent, { results: [sampleResult()] });
    await mkdir(join(parent, 'taken.xlsx'));
    await expect(writeReport(directory, join(parent, 'none', 'report.xlsx'))).rejects.toMatchObject({
      exitCode: 3,
      message: `cannot write ${parent}/none/report.xlsx: there is no folder ${parent}/none`,
    });
    await expect(writeReport(directory, join(parent, 'taken.xlsx'))).rejects.toMatchObject({
      exitCode: 3,
      message: `cannot write ${parent}/taken.xlsx: ${parent}/taken.xlsx is a folder`,
    });
    expect((await readdir(parent)).sort()).toEqual(['RUN_20261121_143000', 'taken.xlsx']);
  });

  it('counts rows on the way', async () => {
    const directory = await writeRunFolder(parent, { results: [...sampleResults(250)] });
    const seen: number[] = [];
    await writeReport(directory, join(parent, 'x.xlsx'), { onProgress: (rows, total) => seen.push(rows, total) });
    // 250 attempts, 39 failures, 2 loadouts and 2 services.
    expect(seen).toEqual([2, 293, 102, 293, 202, 293, 252, 293, 291, 293, 293, 293]);
  });
});

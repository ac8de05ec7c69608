// Which sheets a report has, in their order. Pure, but for the results that tables read when they are written.
import { isBad, type TrialResult } from '../domain/results.ts';
import { SheetNames } from './cells.ts';
import { failureColumns, failureLines } from './failure-columns.ts';
import { loadoutColumns, loadoutRows } from './loadout-columns.ts';
import { planSheet, systemSheet } from './plain-sheets.ts';
import type { DomainData, RunData } from './run-data.ts';
import { serviceColumns, serviceLines } from './service-columns.ts';
import { type TableSheet, tableSheet } from './sheets.ts';
import { stageColumns, stageRows } from './stage-columns.ts';
import { summarySheet } from './summary-sheet.ts';
import { trialColumns } from './trial-columns.ts';
import type { Sheet } from './workbook.ts';

/** `base` leads from the workbook to the run folder. */
export function reportSheets(run: RunData, base: string): readonly Sheet[] {
  const names = new SheetNames();
  const own = (name: string): string => names.take(name);
  const summary = own('Summary');
  const loadouts = own('Loadouts');
  const [failures, services] = [own('Failures'), own('Services')];
  const [system, plan] = [own('System'), own('Plan')];
  const shown = run.domains.filter(({ trials }) => trials > 0);
  const domainNames = new Map(shown.map(({ name }) => [name, own(name)]));
  return [
    summarySheet(run, summary, domainNames),
    ...loadoutsSheet(run, loadouts),
    ...shown.flatMap((domain) => domainSheets(domain, domainNames.get(domain.name) ?? domain.name, own, base)),
    failuresSheet(run, failures, base),
    ...servicesSheet(run, services, base),
    systemSheet(run, system),
    planSheet(run, plan),
  ];
}

/** Of a run without loadouts there is nothing to say. */
function loadoutsSheet(run: RunData, name: string): TableSheet[] {
  const rows = loadoutRows(run);
  if (rows.length === 0) return [];
  return [tableSheet({ name, columns: loadoutColumns, items: () => rows, count: rows.length, empty: '' })];
}

function domainSheets(domain: DomainData, name: string, own: (name: string) => string, base: string): TableSheet[] {
  const trials = tableSheet({
    name,
    columns: trialColumns(domain.contents, base, domain.driver),
    items: () => domain.results(),
    count: domain.trials,
    empty: 'No results.',
  });
  if (domain.stages === 0) return [trials];
  const stages = tableSheet({
    name: own(`${domain.name} stages`),
    columns: stageColumns,
    items: () => stageRows(domain),
    count: domain.stages,
    empty: 'No stages.',
  });
  return [trials, stages];
}

function failuresSheet({ domains }: RunData, name: string, base: string): TableSheet {
  const byName = new Map(domains.map((domain) => [domain.name, domain]));
  return tableSheet({
    name,
    columns: failureColumns({
      base,
      decides: (result) => byName.get(result.domain)?.decides(result) ?? true,
      heard: domains.some(({ contents }) => contents.transcripts),
      audio: domains.some(({ contents }) => contents.audio),
    }),
    items: () => failures(domains),
    count: domains.reduce((sum, { bad }) => sum + bad, 0),
    empty: 'No failures.',
    lines: failureLines,
  });
}

async function* failures(domains: readonly DomainData[]): AsyncGenerator<TrialResult> {
  for (const domain of domains) {
    if (domain.bad === 0) continue;
    for await (const result of domain.results()) if (isBad(result.status)) yield result;
  }
}

function servicesSheet({ services }: RunData, name: string, base: string): TableSheet[] {
  if (services.length === 0) return [];
  const columns = serviceColumns(base);
  return [tableSheet({ name, columns, items: () => services, count: services.length, empty: '', lines: serviceLines })];
}

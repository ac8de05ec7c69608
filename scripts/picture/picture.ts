// `npm run picture`: takes the README's picture, see its --help.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { Option } from 'commander';
import { positive } from '../../src/cli/option-values.ts';
import { scriptCommand } from '../tooling/script-command.ts';
import { captureScreen } from './capture.ts';
import { screenToSvg } from './screen-to-svg.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const values = scriptCommand(
  'picture',
  'Runs a plan in a real terminal, waits until it is well under way, and draws what is on the screen.',
)
  .option('--plan <file>', 'what is run', 'plans/sts.yaml')
  .addOption(new Option('--at <percent>', 'when it is drawn').default(45).argParser(positive))
  .addOption(new Option('--columns <n>', 'of the terminal').default(108).argParser(positive))
  .addOption(new Option('--rows <n>', 'of the terminal').default(34).argParser(positive))
  .option('--svg <file>', 'where it goes', join(root, 'docs/images/dashboard.svg'))
  .option('--png <file>', 'where it goes as pixels')
  .parse()
  .opts<{ plan: string; at: number; columns: number; rows: number; svg: string; png?: string }>();

const logs = await mkdtemp(join(tmpdir(), 'flightdeck-picture-'));
try {
  const svg = await captureScreen({
    file: join(root, 'scripts/runner'),
    args: [values.plan, '--logs-dir', logs],
    cwd: root,
    columns: values.columns,
    rows: values.rows,
    wanted: (rows) => percentDone(rows) >= values.at && rows.some((row) => row.includes('Running ')),
    draw: (terminal) => screenToSvg(terminal, `runner ${values.plan}`),
  });
  await write(values.svg, svg);
  if (values.png !== undefined) await write(values.png, pngOf(svg));
} finally {
  await rm(logs, { recursive: true, force: true });
}

/** Of the whole run, as the dashboard's total line says; −1 before there is one. */
function percentDone(rows: readonly string[]): number {
  const total = rows.find((row) => row.includes('Total'))?.match(/(\d+)%/);
  return total?.[1] === undefined ? -1 : Number(total[1]);
}

function pngOf(svg: string): Buffer {
  const font = { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans Mono' };
  return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: 2 } }).render().asPng();
}

async function write(file: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  console.log(file);
}

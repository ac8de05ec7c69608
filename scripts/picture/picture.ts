// Takes the README's picture: runs a plan in a real terminal, waits until the run is well under way, and draws what is on
// the screen. `node scripts/picture/picture.ts [--plan FILE] [--at PERCENT] [--columns N] [--rows N] [--svg FILE] [--png FILE]`
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Resvg } from '@resvg/resvg-js';
import { captureScreen } from './capture.ts';
import { screenToSvg } from './screen-to-svg.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const { values } = parseArgs({
  options: {
    plan: { type: 'string', default: 'plans/sts.yaml' },
    at: { type: 'string', default: '45' },
    columns: { type: 'string', default: '108' },
    rows: { type: 'string', default: '34' },
    svg: { type: 'string', default: join(root, 'docs/images/dashboard.svg') },
    png: { type: 'string' },
  },
});

const logs = await mkdtemp(join(tmpdir(), 'flightdeck-picture-'));
try {
  const svg = await captureScreen({
    file: join(root, 'scripts/runner'),
    args: [values.plan, '--logs-dir', logs],
    cwd: root,
    columns: Number(values.columns),
    rows: Number(values.rows),
    wanted: (rows) => percentDone(rows) >= Number(values.at) && rows.some((row) => row.includes('Running ')),
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

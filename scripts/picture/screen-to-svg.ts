// Draws a terminal's screen as SVG. Lines of frames and bars are drawn as shapes, so that they join whatever font is there.
import type { IBufferCell, Terminal } from '@xterm/headless';

const cell = { width: 8.4, height: 18 } as const;
const margin = 14;
const titleBar = 30;
const background = '#14161b';
const foreground = '#d5d8de';

/** The sixteen colours, in the order of the terminal's palette. */
const palette = [
  ['#1b1e24', '#e5616b', '#86c06c', '#e0b252', '#5e9fe0', '#bd7ed3', '#4fb9c2', '#c8ccd4'],
  ['#5c6370', '#f07a83', '#9bd17f', '#efc46b', '#78b4ef', '#cf96e3', '#66cdd6', '#ffffff'],
].flat();

interface Run {
  readonly column: number;
  readonly text: string;
  readonly columns: number;
  readonly style: string;
}

export function screenToSvg(terminal: Terminal, title: string): string {
  const width = round(terminal.cols * cell.width + margin * 2);
  const rows = Array.from({ length: terminal.rows }, (_, row) => drawRow(terminal, row));
  const used = rows.findLastIndex((shapes) => shapes.length > 0) + 1;
  const height = round(used * cell.height + margin + titleBar);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    `<rect width="${width}" height="${height}" rx="9" fill="${background}"/>`,
    ...['#e5616b', '#e0b252', '#86c06c'].map(
      (fill, n) => `<circle cx="${20 + n * 19}" cy="17" r="5.5" fill="${fill}"/>`,
    ),
    `<g font-family="'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="13.5" xml:space="preserve">`,
    `<text x="${round(width / 2)}" y="21" text-anchor="middle" fill="#8b919c">${escaped(title)}</text>`,
    ...rows.flat(),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function drawRow(terminal: Terminal, row: number): string[] {
  return runsOf(terminal, row).map((run) => {
    const glyph = run.text[0] ?? '';
    if (glyph in shades) return drawBar(run, row, shades[glyph] ?? 1);
    const directions = strokes[glyph];
    return directions === undefined ? drawText(run, row) : drawFrame(run, row, directions);
  });
}

/** Stretches of one style that are drawn as one; blanks are left out, frame glyphs stand alone unless they repeat. */
function runsOf(terminal: Terminal, row: number): Run[] {
  const { active } = terminal.buffer;
  const line = active.getLine(active.viewportY + row);
  const runs: Run[] = [];
  for (let column = 0; column < terminal.cols; column += 1) {
    const at = line?.getCell(column);
    const text = at?.getChars() ?? '';
    if (at === undefined || text === '' || text === ' ') continue;
    const style = styleOf(at);
    const last = runs.at(-1);
    const joins =
      last !== undefined && last.column + last.columns === column && last.style === style && alike(last.text, text);
    if (joins) runs[runs.length - 1] = { ...last, text: last.text + text, columns: last.columns + at.getWidth() };
    else runs.push({ column, text, columns: at.getWidth(), style });
  }
  return runs;
}

function alike(run: string, text: string): boolean {
  const drawn = text in shades || text in strokes;
  const runDrawn = (run[0] ?? '') in shades || (run[0] ?? '') in strokes;
  return drawn || runDrawn ? run.startsWith(text) && text !== '│' : true;
}

function styleOf(at: IBufferCell): string {
  const fill = at.isFgPalette() ? (palette[at.getFgColor()] ?? foreground) : foreground;
  return `fill="${fill}"${at.isBold() ? ' font-weight="bold"' : ''}${at.isDim() ? ' opacity="0.55"' : ''}`;
}

function drawText({ column, text, columns, style }: Run, row: number): string {
  const x = round(left(column));
  const y = round(top(row) + cell.height * 0.74);
  const length = round(columns * cell.width);
  return `<text x="${x}" y="${y}" textLength="${length}" lengthAdjust="spacingAndGlyphs" ${style}>${escaped(text)}</text>`;
}

/** Opacity of the glyphs that bars are made of. */
const shades: Readonly<Record<string, number>> = { '█': 1, '░': 0.35 };

function drawBar({ column, columns, style }: Run, row: number, opacity: number): string {
  const place = `x="${round(left(column))}" y="${round(top(row) + 4)}" width="${round(columns * cell.width)}" height="${cell.height - 8}"`;
  return `<rect ${place} ${style} fill-opacity="${opacity}"/>`;
}

/** Directions in which a frame glyph reaches its cell's border: up, right, down, left. */
const strokes: Readonly<Record<string, string>> = {
  '─': 'rl',
  '│': 'ud',
  '╭': 'rd',
  '╮': 'dl',
  '╰': 'ur',
  '╯': 'ul',
  '├': 'urd',
  '┤': 'udl',
  '┬': 'rdl',
  '┴': 'url',
};

function drawFrame({ column, columns, style }: Run, row: number, directions: string): string {
  const x = {
    start: round(left(column)),
    end: round(left(column + columns)),
    middle: round(left(column) + cell.width / 2),
  };
  const y = { start: round(top(row)), end: round(top(row) + cell.height), middle: round(top(row) + cell.height / 2) };
  const sideways = directions.includes('l') ? x.start : x.end;
  const upright = directions.includes('u') ? y.start : y.end;
  const isCorner = directions.length === 2 && directions !== 'rl' && directions !== 'ud';
  const path = isCorner
    ? `M${sideways} ${y.middle}Q${x.middle} ${y.middle} ${x.middle} ${upright}`
    : [
        directions.includes('u') ? `M${x.middle} ${y.middle}V${y.start}` : '',
        directions.includes('d') ? `M${x.middle} ${y.middle}V${y.end}` : '',
        directions.includes('l') ? `M${x.middle} ${y.middle}H${x.start}` : '',
        directions.includes('r') ? `M${x.middle} ${y.middle}H${x.end}` : '',
      ].join('');
  return `<path d="${path}" ${style.replace('fill=', 'fill="none" stroke-width="1.1" stroke=')}/>`;
}

function left(column: number): number {
  return margin + column * cell.width;
}

function top(row: number): number {
  return titleBar + row * cell.height;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

// The machine under load: video memory per GPU, main memory, processor, and who else is on the GPUs.
import type { Machine } from '../../projections/dashboard/state.ts';
import { fittingLines, type MachineNote, type Meter } from '../meters.ts';
import type { Tone } from '../theme.ts';
import { Bar } from './Bar.tsx';
import { Cell, Line, Tight } from './Line.tsx';

export interface MetersProps {
  readonly machine: Machine;
  readonly width: number;
  readonly height: number;
}

const shortestBar = 8;
/** Before what is slowed down. */
const mark = '!';

export function Meters({ machine, width, height }: MetersProps) {
  const lines = fittingLines(machine, height);
  if (lines.length === 0) {
    return (
      <Line>
        <Cell tone="faint">no measurement yet</Cell>
      </Line>
    );
  }
  const labelWidth = Math.max(4, ...lines.map((line) => (line.kind === 'meter' ? line.label.length : 0)));
  const room = width - labelWidth - 2 - shortestBar;
  const texts = new Map(lines.map((line) => [line, line.kind === 'meter' ? textOf(line, room) : '']));
  const textWidth = Math.max(...[...texts.values()].map((text) => text.length));
  const bar = Math.max(1, width - labelWidth - 2 - textWidth);
  return lines.map((line) =>
    line.kind === 'note' ? (
      <Note key={line.text} note={line} />
    ) : (
      <MeterLine
        key={line.label}
        meter={line}
        text={texts.get(line) ?? ''}
        widths={{ label: labelWidth, bar, textWidth }}
      />
    ),
  );
}

interface MeterLineProps {
  readonly meter: Meter;
  readonly text: string;
  readonly widths: { readonly label: number; readonly bar: number; readonly textWidth: number };
}

function MeterLine({ meter: { label, share, slowedBy }, text, widths }: MeterLineProps) {
  return (
    <Line>
      <Cell width={widths.label} tone="faint">
        {label}
      </Cell>
      <Bar width={widths.bar} parts={share === null ? [] : [{ share: Math.min(1, share), tone: toneOf(share) }]} />
      <Cell width={widths.textWidth} align="right" tone={slowedBy === null ? 'plain' : 'caution'}>
        {text}
      </Cell>
    </Line>
  );
}

function Note({ note }: { readonly note: MachineNote }) {
  return (
    <Line>
      <Tight tone="caution">{mark}</Tight>
      <Cell tone="caution">{note.text}</Cell>
    </Line>
  );
}

/** What it is slowed by comes first; the sign of it is always there. */
function textOf({ parts, slowedBy }: Meter, room: number): string {
  const [first = '', ...others] = parts;
  const begin = slowedBy === null ? first : `${mark} ${first}`;
  return [...(slowedBy === null ? [] : [slowedBy]), ...others].reduce((text, part) => {
    const longer = `${text} · ${part}`;
    return longer.length <= room ? longer : text;
  }, begin);
}

function toneOf(share: number): Tone {
  if (share >= 0.95) return 'bad';
  return share >= 0.8 ? 'caution' : 'accent';
}

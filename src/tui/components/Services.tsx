// The services that are up or on their way: state, name and model, where they listen, what they hold in memory.
import { oneLine } from '../../domain/text.ts';
import { mebibytes } from '../../domain/units.ts';
import type { ServiceView } from '../../projections/dashboard/state.ts';
import { idleSign, serviceSigns } from '../signs.ts';
import { Bar } from './Bar.tsx';
import { Cell, Line, Tight } from './Line.tsx';

export interface ServicesProps {
  readonly services: readonly ServiceView[];
  readonly width: number;
  readonly height: number;
}

export function Services({ services, width, height }: ServicesProps) {
  if (services.length === 0) {
    return (
      <Line>
        <Cell tone="faint">none running</Cell>
      </Line>
    );
  }
  const shown = services.length <= height ? services : services.slice(0, Math.max(0, height - 1));
  const hidden = services.length - shown.length;
  return (
    <>
      {shown.map((service) => (
        <ServiceLine key={service.service} service={service} width={width} />
      ))}
      {hidden === 0 ? null : (
        <Line>
          <Cell tone="faint">{`… and ${hidden} more`}</Cell>
        </Line>
      )}
    </>
  );
}

interface ServiceLineProps {
  readonly service: ServiceView;
  readonly width: number;
}

function ServiceLine({ service, width }: ServiceLineProps) {
  const { state, inUse } = service;
  const sign = isKept(service) ? idleSign : serviceSigns[state];
  return (
    <Line>
      <Tight tone={sign.tone}>{sign.glyph}</Tight>
      <Cell tone={inUse ? 'plain' : 'faint'}>{oneLine(service.service)}</Cell>
      {service.pulled === null ? <Particulars service={service} width={width} /> : <Pull share={service.pulled} />}
    </Line>
  );
}

/** Up for a later loadout, and not part of this one. */
function isKept({ state, inUse }: ServiceView): boolean {
  return state === 'ready' && !inUse;
}

/** Ports and memory give way to the name. */
const narrowest = 30;

/** What it is, where it listens, and what it holds or does. */
function Particulars({ service, width }: ServiceLineProps) {
  const { state, port } = service;
  const place = isKept(service) ? 'kept' : port === null ? '' : `:${port}`;
  const label = service.builtin ? 'built-in' : service.external ? 'external' : '';
  const about = state === 'ready' ? memoryText(service, width) : stateWords[state];
  return (
    <>
      {label === '' ? null : <Tight tone={service.builtin ? 'caution' : 'faint'}>{label}</Tight>}
      {place === '' || width < narrowest ? null : (
        <Cell width={6} align="right" tone={isKept(service) ? 'faint' : 'accent'}>
          {place}
        </Cell>
      )}
      {about === '' || width < narrowest ? null : (
        <Cell
          width={Math.max(8, about.length)}
          align="right"
          tone={state === 'ready' ? 'plain' : serviceSigns[state].tone}
        >
          {about}
        </Cell>
      )}
    </>
  );
}

const pullWidth = 14;

function Pull({ share }: { readonly share: number }) {
  return (
    <>
      <Tight tone="caution">pulling</Tight>
      <Bar width={pullWidth} parts={[{ share, tone: 'caution' }]} />
      <Cell width={5} align="right" tone="caution">{`${Math.floor(share * 100)} %`}</Cell>
    </>
  );
}

/** Wide enough for both kinds of memory. */
const roomy = 54;

/** Memory of the GPUs says more than that of the processes, and comes with its name. */
function memoryText({ rssMiB, vramMiB }: ServiceView, width: number): string {
  const rss = rssMiB === null ? '' : mebibytes(rssMiB);
  if (vramMiB === null) return rss;
  const vram = `VRAM ${mebibytes(vramMiB)}`;
  return rss === '' || width < roomy ? vram : `${vram} · RAM ${rss}`;
}

const stateWords: Readonly<Record<ServiceView['state'], string>> = {
  starting: 'starting',
  pulling: 'pulling',
  loading: 'loading',
  ready: '',
  failed: 'failed',
  exited: 'exited',
  restarting: 'restarting',
  skipped: 'missing',
};

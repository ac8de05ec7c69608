// The services that are up or on their way: state, name and model, where they listen, what they hold in memory.
import { oneLine } from '../../domain/text.ts';
import type { ServiceView } from '../../projections/dashboard/state.ts';
import { mebibytes } from '../../projections/text/format.ts';
import { serviceSigns } from '../signs.ts';
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

function ServiceLine({ service, width }: { readonly service: ServiceView; readonly width: number }) {
  const { glyph, tone } = serviceSigns[service.state];
  const label = service.builtin ? 'built-in' : service.external ? 'external' : '';
  const port = service.port === null ? '' : `:${service.port}`;
  const memory = service.rssMiB === null ? '' : mebibytes(service.rssMiB);
  const about = service.state === 'ready' ? memory : stateWords[service.state];
  return (
    <Line>
      <Tight tone={tone}>{glyph}</Tight>
      <Cell>{oneLine(service.service)}</Cell>
      {label === '' ? null : <Tight tone={service.builtin ? 'caution' : 'faint'}>{label}</Tight>}
      {port === '' ? null : (
        <Cell width={6} align="right" tone="accent">
          {port}
        </Cell>
      )}
      {about === '' || width < 30 ? null : (
        <Cell width={8} align="right" tone={service.state === 'ready' ? 'plain' : tone}>
          {about}
        </Cell>
      )}
    </Line>
  );
}

const stateWords: Readonly<Record<ServiceView['state'], string>> = {
  starting: 'starting',
  loading: 'loading',
  ready: '',
  failed: 'failed',
  exited: 'exited',
  skipped: 'missing',
};

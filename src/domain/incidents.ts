// What a run says about services that ended by themselves, servers of others that it met, and memory that did not come
// back: the same words in the log, on the screen and in the report. Pure; foreign text comes out on one line.
import type { EventOf } from './events.ts';
import { oneLine } from './text.ts';
import { mebibytes, seconds } from './units.ts';
import { endingText, nounFor, quoted } from './wording.ts';

type Exit = Pick<EventOf<'service.exited'>, 'exitCode' | 'signal' | 'cause' | 'lastLines'>;

/** `exited with code 1: out of memory (the GPU's); its last lines: "… | …"`. */
export function exitText({ cause, lastLines, ...ending }: Exit): string {
  const why = cause === null ? '' : `: ${oneLine(cause)}`;
  const said = `; its last ${nounFor(lastLines.length, 'line')}: "${lastLines.map(quoted).join(' | ')}"`;
  return `${endingText(ending)}${why}${lastLines.length === 0 ? '' : said}`;
}

/** `Restarting Service: llama/qwen (1 of 2): it exited with code 7`. */
export function restartingText({ service, attempt, of, why }: EventOf<'service.restarting'>): string {
  return `Restarting Service: ${oneLine(service)} (${attempt} of ${of}): ${quoted(why)}`;
}

type Existing = EventOf<'existing.stopped' | 'existing.kept' | 'existing.restarted'>;

const holdersNamed = 5;

export function existingText(event: Existing): string {
  switch (event.type) {
    case 'existing.stopped': {
      const later =
        event.unit === null
          ? 'nobody will start it again'
          : `${oneLine(event.unit)} is started again at the end of the run`;
      return `Stopped the ${oneLine(event.program)} that was already running (${whereabouts(event)}); ${later}`;
    }
    case 'existing.kept': {
      const held = event.vramMiB === null ? '' : `; it holds ${mebibytes(event.vramMiB)} of VRAM`;
      const name = `${oneLine(event.program)} that is already running (${whereabouts(event)})`;
      return `Left the ${name} as it is: ${quoted(event.why)}${held}; ours runs beside it`;
    }
    case 'existing.restarted': {
      const unit = oneLine(event.unit);
      if (event.error === null) return `Started ${unit} again, which had been stopped for this run`;
      return `${unit} was stopped for this run and could not be started again: ${quoted(event.error)}`;
    }
    default:
      return event satisfies never;
  }
}

function whereabouts({ pid, port, unit }: EventOf<'existing.stopped' | 'existing.kept'>): string {
  const parts = [
    pid === null ? 'pid unknown' : `pid ${pid}`,
    ...(port === null ? [] : [`port ${port}`]),
    ...(unit === null ? [] : [oneLine(unit)]),
  ];
  return parts.join(', ');
}

export function memoryKeptText({ services, gpus, holders, waitedMs, loadout }: EventOf<'memory.kept'>): string {
  const who = services.length === 0 ? `loadout ${oneLine(loadout)}` : services.map(oneLine).join(', ');
  const what = gpus.map(({ index, name, keptMiB }) => `${mebibytes(keptMiB)} of GPU ${index} (${oneLine(name)})`);
  const end = nounFor(Math.max(1, services.length), 'its', 'their');
  return `VRAM not given back: ${who} kept ${what.join(' and ')} after ${end} end; waited ${seconds(waitedMs)}${heldBy(holders)}`;
}

function heldBy(holders: EventOf<'memory.kept'>['holders']): string {
  if (holders.length === 0) return '';
  const named = holders.slice(0, holdersNamed).map(({ pid, name, usedMiB }) => {
    const used = usedMiB === undefined ? '' : `, ${mebibytes(usedMiB)}`;
    return `${name === null ? 'a process' : quoted(name)} (pid ${pid}${used})`;
  });
  const more = holders.length - named.length;
  return `; held by ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

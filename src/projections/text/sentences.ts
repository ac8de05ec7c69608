// The sentence that each event is worth in the progression log, the dashboard's log window and notices. Pure; text from
// plans, models and services comes out on one line and without control characters.
import type { EventOf, NoticeLevel, SessionEvent, StopReason } from '../../domain/events.ts';
import { existingText, exitText, memoryKeptText, restartingText } from '../../domain/incidents.ts';
import { oneLine } from '../../domain/text.ts';
import { bytesPerMiB, mebibytes, seconds } from '../../domain/units.ts';
import { counted, quoted } from '../../domain/wording.ts';
import { detailsText } from './details-text.ts';
import { memoryText } from './memory-text.ts';
import { error, info, type Level, type Sentence, warning } from './sentence.ts';
import { trialSentence } from './trial-sentence.ts';

/** Null for an event that says nothing which the next one does not say better. */
export function sentenceFor(event: SessionEvent): Sentence | null {
  switch (event.type) {
    case 'run.started':
      return info(`Starting Test Run: ${oneLine(event.plan.name)}`);
    case 'run.continued':
      return info(
        `Continuing Test Run: ${oneLine(event.plan.name)} (${counted(event.recorded, 'result')} recorded before)`,
      );
    case 'run.abandoned':
      return warning('Test Run abandoned: what is pending will not be executed');
    case 'tests.selected':
    case 'results.outdated':
      return null;
    case 'domain.started':
      return info(`Switching to Domain: ${oneLine(event.domain)}`);
    case 'loadout.started':
      return info(`Switching to Loadout: ${oneLine(event.loadout)}${withServices(event.services)}`);
    case 'service.starting':
    case 'service.ready':
    case 'service.failed':
    case 'service.exited':
    case 'service.stopped':
      return serviceSentence(event);
    case 'service.restarting':
      return warning(restartingText(event));
    case 'model.loading':
      return info(`Loading Model: ${oneLine(event.model)}`);
    case 'model.pulling':
      return info(pullingText(event));
    case 'existing.stopped':
    case 'existing.kept':
    case 'existing.restarted':
      return existingSentence(event);
    case 'memory.kept':
      return warning(memoryKeptText(event));
    case 'warmup.started':
      return info(`Warming up: ${oneLine(event.loadout)}`);
    case 'warmup.finished':
      return event.error === null
        ? info(`Warm-up of ${oneLine(event.loadout)} finished (Duration: ${seconds(event.durationMs)})`)
        : warning(`Warm-up of ${oneLine(event.loadout)} failed: ${quoted(event.error)}`);
    case 'trial.started':
      return event.attempt > 1 ? info(`Retrying ${oneLine(event.testId)} (attempt ${event.attempt})`) : null;
    case 'trial.finished':
      return trialSentence(event.result);
    case 'loadout.finished':
      return info(`Finished Loadout: ${oneLine(event.loadout)} (${loadoutTimes(event)})${gpuMemory(event)}`);
    case 'domain.finished':
      return info(`Finished Domain: ${oneLine(event.domain)} (Duration: ${seconds(event.durationMs)})`);
    case 'notice.raised':
      return { level: levels[event.level], message: errorPrefix(event.level) + quoted(event.message) };
    case 'run.stopping':
      return stoppingSentence(event.reason);
    case 'run.finished':
      return finishedSentence(event);
    case 'report.started':
      return info('Writing Report');
    case 'report.finished':
      return info(`Report written: ${oneLine(event.path)} (Duration: ${seconds(event.durationMs)})`);
    case 'report.failed':
      return error(`Error: the report could not be written: ${quoted(event.message)}`);
    default:
      return event satisfies never;
  }
}

const levels: Readonly<Record<NoticeLevel, Level>> = { info: 'INFO', warning: 'WARNING', error: 'ERROR' };

function errorPrefix(level: NoticeLevel): string {
  return level === 'error' ? 'Error: ' : '';
}

function serviceSentence(
  event: EventOf<'service.starting' | 'service.ready' | 'service.failed' | 'service.exited' | 'service.stopped'>,
): Sentence {
  const service = oneLine(event.service);
  switch (event.type) {
    case 'service.starting':
      return info(startingText(event));
    case 'service.ready': {
      const version = event.version === null ? '' : `, version ${oneLine(event.version)}`;
      const details = detailsText(event.details);
      const about = details === '' ? '' : ` (${details})`;
      return info(`Service ${service} ready in ${seconds(event.startupMs)}${version}${about}`);
    }
    case 'service.failed':
      return event.skipped
        ? warning(`Service ${service} is not available: ${quoted(event.message)}`)
        : error(`Error: service ${service} did not start: ${quoted(event.message)}`);
    case 'service.exited':
      return error(`Error: service ${service} ${exitText(event)}`);
    case 'service.stopped':
      return info(`Service ${service} ${event.forced ? 'killed after' : 'stopped in'} ${seconds(event.durationMs)}`);
    default:
      return event satisfies never;
  }
}

function startingText({ service, builtin, port, url, log, pid }: EventOf<'service.starting'>): string {
  const name = `${oneLine(service)}${builtin ? ' (built-in)' : ''}`;
  if (pid === null && log === null) return `Connecting to Service: ${name} at ${oneLine(url)}`;
  const where = port === null ? '' : ` on port ${port}`;
  return `Starting Service: ${name}${where}${log === null ? '' : `, log ${oneLine(log)}`}`;
}

/** `Pulling qwen3:8b: 34 % of 4.9 GiB`. */
export function pullingText({ model, status, progress }: EventOf<'model.pulling'>): string {
  const name = `Pulling ${oneLine(model)}`;
  if (progress === null || progress.totalBytes <= 0) return `${name}: ${quoted(status)}`;
  const share = Math.floor((progress.completedBytes / progress.totalBytes) * 100);
  return `${name}: ${share} % of ${mebibytes(progress.totalBytes / bytesPerMiB)}`;
}

function existingSentence(event: EventOf<'existing.stopped' | 'existing.kept' | 'existing.restarted'>): Sentence {
  const done = event.type === 'existing.restarted' && event.error === null;
  return (done ? info : warning)(existingText(event));
}

function withServices(services: readonly string[]): string {
  return services.length === 0 ? '' : ` (${services.map(oneLine).join(', ')})`;
}

function loadoutTimes({ setupMs, warmupMs, executionMs, cleanupMs }: EventOf<'loadout.finished'>): string {
  const warmup = warmupMs === 0 ? '' : `warm-up ${seconds(warmupMs)}, `;
  return `setup ${seconds(setupMs)}, ${warmup}execution ${seconds(executionMs)}, cleanup ${seconds(cleanupMs)}`;
}

function gpuMemory({ gpus }: EventOf<'loadout.finished'>): string {
  const measured = gpus.flatMap((gpu) => memoryText(gpu) ?? []);
  return measured.length === 0 ? '' : `; VRAM ${measured.join('; ')}`;
}

/** Why a run ends before its schedule does, as the end of a sentence. */
export function stopText(reason: StopReason): string {
  switch (reason.kind) {
    case 'signal':
      return `stopped by ${reason.signal}`;
    case 'max-failures':
      return `stopped after ${counted(reason.failures, 'failed test')}`;
    case 'fatal':
      return oneLine(reason.message);
    default:
      return reason satisfies never;
  }
}

function stoppingSentence(reason: StopReason): Sentence {
  if (reason.kind === 'fatal') return error(`Error: the run cannot go on: ${stopText(reason)}`);
  return warning(`Stopping Test Run: ${stopText(reason)}`);
}

function finishedSentence({ outcome, summary, durationMs, status }: EventOf<'run.finished'>): Sentence {
  const { passed, failed, timeout, error: errors, skipped, pending, flaky } = summary;
  const parts = [
    `${passed} passed`,
    ...(flaky > 0 ? [`${flaky} of them flaky`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(timeout > 0 ? [`${timeout} timed out`] : []),
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(pending > 0 ? [`${pending} not run`] : []),
  ];
  const word = status === 'completed' ? outcome.toUpperCase() : `${outcome.toUpperCase()}, ${status.replace('_', ' ')}`;
  const level: Level = outcome === 'failed' ? 'ERROR' : outcome === 'partial' ? 'WARNING' : 'INFO';
  return { level, message: `Finished Test Run: ${word} (${parts.join(', ')}; Duration: ${seconds(durationMs)})` };
}

// All that is said about services that fail. A sentence names the service, what happened and where to look or what to do;
// what a service printed is quoted on one line, cut, and without control characters.
import type { Readiness } from '../domain/plan.ts';
import { cut, oneLine } from '../domain/text.ts';
import { endingText, nounFor } from '../domain/wording.ts';
import type { ProcessExit } from '../system/launch.ts';
import type { Listener } from '../system/listeners.ts';

/** What was waited for, for example `answer http://127.0.0.1:8081/health`. */
export function awaited(ready: Readiness, url: string): string {
  if (ready.kind === 'http') return `answer ${url}${ready.path}`;
  if (ready.kind === 'tcp') return `listen on ${new URL(url).host}`;
  return `print a line that matches /${quote(ready.pattern)}/`;
}

export interface Ending {
  readonly service: string;
  readonly awaited: string;
  readonly limitMs: number;
  /** What is known of the cause besides the last lines; null where nothing is. */
  readonly cause: string | null;
  /** Oldest first. */
  readonly lastLines: readonly string[];
  readonly log: string;
}

export function exitedEarly(ending: Ending, exit: ProcessExit, afterMs: number): string {
  return `${notReady(ending)}: it ${endingText(exit)} after ${seconds(afterMs)}${evidence(ending)}`;
}

/** `why` is what came of the last attempt. */
export function tookTooLong(ending: Ending, why: string): string {
  return `${notReady(ending)}: ${quote(why)}${evidence(ending)}`;
}

/** It had answered, and was asked what it is or to load its model. */
export function exitedWhileAsked(ending: Ending, model: string | null, exit: ProcessExit): string {
  const when = model === null ? 'right after it was ready' : `while it loaded "${quote(model)}"`;
  return `service "${ending.service}" ${endingText(exit)} ${when}${evidence(ending)}`;
}

/** It had been ready, and nobody had asked it to end. */
export function exitedInUse(
  ending: Pick<Ending, 'service' | 'cause' | 'lastLines' | 'log'>,
  exit: ProcessExit,
): string {
  return `service "${ending.service}" ${endingText(exit)} while it was in use${evidence(ending)}`;
}

export function loadFailed(service: string, model: string, why: string): string {
  return `service "${service}" could not load "${quote(model)}": ${quote(why)}`;
}

function notReady({ service, awaited, limitMs }: Ending): string {
  return `service "${service}" did not ${awaited} within ${seconds(limitMs)}`;
}

function evidence({ cause, lastLines, log }: Pick<Ending, 'cause' | 'lastLines' | 'log'>): string {
  const printed = lastLines.length === 0 ? '; it printed nothing' : lastLinesText(lastLines);
  return `${causeText(cause)}${printed}; see ${log}`;
}

function causeText(cause: string | null): string {
  return cause === null ? '' : `: ${cause}`;
}

function lastLinesText(lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `; its last ${nounFor(lines.length, 'line')}: "${lines.map(quote).join(' | ')}"`;
}

export function notOnPath(service: string, program: string, howToGet: string): string {
  const where = program.includes('/') ? 'there is no such file' : 'it is not on PATH';
  return `service "${service}" needs the program "${quote(program)}", but ${where}; ${howToGet}`;
}

export function notExecutable(service: string, program: string, path: string): string {
  return `service "${service}" needs the program "${quote(program)}", but ${path} may not be executed; chmod +x makes it executable`;
}

export function noSuchDirectory(service: string, directory: string): string {
  return `service "${service}" is to start in ${directory}, but there is no such directory; correct its cwd`;
}

export function couldNotStart(service: string, why: string): string {
  return `service "${service}" could not be started: ${quote(why)}`;
}

export function portTaken(service: string, port: number, holders: readonly Listener[]): string {
  return `service "${service}" cannot have port ${port}: it is held by ${holdersText(holders)}; end that, or choose another port or "port: auto"`;
}

export function portDenied(service: string, port: number, why: string): string {
  return `service "${service}" cannot have port ${port}: ${why}; choose another port or "port: auto"`;
}

export function portNotPassed(service: string): string {
  return `service "${service}" gets a free port, but neither its command nor its env names {port}; pass "{port}" to the program, or say with port: which one it listens on`;
}

export function modelNotGiven(service: string): string {
  return `service "${service}" names {model}, but the loadout gives it no model`;
}

export function strangerAnswers(service: string, url: string, holders: readonly Listener[]): string {
  return `service "${service}" was started, but ${url} belongs to ${holdersText(holders)}, which is none of its processes; end that, or choose another port`;
}

/** Another user's processes can be seen listening, but not named. */
function holdersText(holders: readonly Listener[]): string {
  const named = holders.filter(({ pid }) => pid !== null).map(({ pid, name }) => `${name ?? 'a process'} (pid ${pid})`);
  return named.length === 0 ? 'another user' : named.join(' and ');
}

export function nobodyListens(service: string, url: string): string {
  return `service "${service}" is external, and nobody listens on ${url}; start it, or correct its url`;
}

export function externalSilent(service: string, url: string, limitMs: number, why: string): string {
  return `service "${service}" is external and did not answer ${url} within ${seconds(limitMs)}: ${quote(why)}`;
}

export function unreachable(service: string, url: string, why: string): string {
  return `service "${service}" is external, and ${url} cannot be reached: ${quote(why)}; correct its url`;
}

export function keyRefused(service: string, url: string, status: number, hasKey: boolean): string {
  const advice = hasKey ? 'check its apiKey' : 'it wants an apiKey';
  return `service "${service}" refused ${url} with HTTP ${status}; ${advice}`;
}

export function unexpectedAnswer(service: string, url: string, why: string): string {
  return `service "${service}" gave an answer to ${url} that is none of its API: ${quote(why)}`;
}

/** It answers with a model that is not the one which the results would be filed under. */
export function otherModel(service: string, model: string, there: readonly string[]): string {
  const serves = there.length === 0 ? 'lists no model' : `serves "${quote([...new Set(there)].join(', '))}"`;
  return `service "${service}" ${serves} where "${quote(model)}" is asked for; correct the model in the plan, or the service's command`;
}

export function blindModel(service: string, model: string): string {
  return `service "${service}" cannot look at images with "${quote(model)}": it has no projector; give it with --mmproj FILE, or take a model that sees`;
}

/** A model's own process, a child of the service, ended. */
export function loadDied(
  service: string,
  model: string,
  { exitCode, cause, lastLines }: Pick<Ending, 'cause' | 'lastLines'> & { readonly exitCode: number | null },
): string {
  const how = exitCode === null ? 'its process ended' : `its process exited with code ${exitCode}`;
  return `service "${service}" could not load "${quote(model)}": ${how}${causeText(cause)}${lastLinesText(lastLines)}`;
}

export function notWhisper(service: string, url: string): string {
  return `service "${service}" answers on ${url}, but neither its page nor its log says that it is whisper.cpp's server; correct its command, or use another adapter`;
}

/** `advice` says how to get the model. */
export function modelMissing(service: string, model: string, there: readonly string[], advice: string): string {
  const list = there.length === 0 ? 'it has none' : `it has ${quote(there.join(', '))}`;
  return `service "${service}" does not have the model "${quote(model)}": ${list}; ${advice}`;
}

export function noSuchBuiltin(service: string, model: string | null, there: readonly string[]): string {
  return `service "${service}" is built in and has no model "${quote(model ?? '')}": there is ${there.join(', ')}`;
}

export function notReleased(service: string, why: string): string {
  return `service "${service}" did not give its model's memory back before it was ended: ${quote(why)}`;
}

export function notEnded(service: string, pids: readonly number[]): string {
  return `service "${service}" left ${pids.length === 1 ? 'a process' : 'processes'} that could not be ended: pid ${pids.join(', ')}`;
}

export function portStillHeld(service: string, port: number, holders: readonly Listener[]): string {
  return `service "${service}" has ended, but its port ${port} is still held by ${holdersText(holders)}, which is none of its processes; end that if it is a leftover of yours`;
}

function quote(text: string): string {
  return cut(oneLine(text), 200);
}

/** Whole seconds, with one decimal below ten. */
export function seconds(ms: number): string {
  const value = ms / 1000;
  return `${value < 9.95 ? Number(value.toFixed(1)) : Math.round(value)} s`;
}

// What makes the numbers of a conversation doubtful.
import type { ValidityNote } from '../../domain/results.ts';
import { lateTimestamps } from '../loop-delay.ts';
import type { Answer } from './answer.ts';
import { cameInBunch, shareWithFirst } from './chat-metrics.ts';

/** After the warm-up a model is in memory; a grant of its runner then takes 1 to 50 ms. */
const reloadMs = 100;

const unopened: ValidityNote = {
  reason: 'thinking-in-content',
  detail:
    'the content closes thoughts with </think> that it did not open: what came before is taken for reasoning, and TTFC for the first text after it',
};

/** `longestDelayMs` is the longest delay of this thread's event loop while the requests ran. */
export function doubts(answers: readonly Answer[], longestDelayMs: number): readonly ValidityNote[] {
  return [
    ...answers.flatMap(({ server }) => reloaded(server.loadMs)),
    ...answers.flatMap(({ server }) => cached(server.cachedTokens, server.inputTokens)),
    ...answers.flatMap(bunched),
    ...(answers.some(({ thoughtsUnopened }) => thoughtsUnopened) ? [unopened] : []),
    ...lateTimestamps(longestDelayMs),
  ];
}

/** More of the text than this together with its first piece, and the decode rate shows it. */
const bunchedShare = 0.1;
/** A few words come together easily, and have no speed that anybody would quote. */
const fewPieces = 8;

function bunched(answer: Answer): readonly ValidityNote[] {
  if ((answer.gaps?.length ?? 0) + 1 < fewPieces) return [];
  const share = shareWithFirst(answer);
  const together = `${Math.round(share * 100)} % of the pieces of text came in one packet with the first`;
  if (share > bunchedShare) return [bunchedNote(together)];
  return cameInBunch(answer)
    ? [bunchedNote('the text came more than twice as fast as the server says it made it')]
    : [];
}

function bunchedNote(what: string): ValidityNote {
  return {
    reason: 'bunched-text',
    detail: `${what}: it was held up on its way, so that TTFT is late and a decode rate too high`,
  };
}

function reloaded(loadMs: number | undefined): readonly ValidityNote[] {
  if (loadMs === undefined || loadMs <= reloadMs) return [];
  const detail = `the server loaded the model within the request, for ${(loadMs / 1000).toFixed(1)} s`;
  return [{ reason: 'reloaded', detail }];
}

function cached(tokens: number | undefined, of: number | undefined): readonly ValidityNote[] {
  if (tokens === undefined || tokens === 0) return [];
  const all = of === undefined ? 'prompt tokens' : `of ${of} prompt tokens`;
  return [{ reason: 'cached-prompt', detail: `${tokens} ${all} came from the server's cache` }];
}

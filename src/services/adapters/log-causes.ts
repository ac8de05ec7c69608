// Why a start failed, where the last lines of its log only say that it did.
import { cut, oneLine } from '../../domain/text.ts';
import { endingLines } from '../../system/log-files.ts';

const longestSearch = 512 * 1024;
const longestCause = 500;

/** The lines of the end of a log, oldest first, each on one line and without what could steer a terminal. */
function linesOf(log: string): readonly string[] {
  return endingLines(log, longestSearch).map(oneLine);
}

const llamaCauses =
  /failed to open|invalid magic|out of memory|(unable|failed) to allocate|unknown model architecture|error loading model: (?!.*failed to load model from)/;

/** llama.cpp says the reason first, and then what failed because of it, layer by layer. */
export function llamaCause(log: string): string | null {
  const line = linesOf(log).find((each) => llamaCauses.test(each));
  // A router puts the port of the child before it, newer builds time and level.
  return line === undefined ? null : cut(line.replace(/^(\[\d+\] )?[\d.]+ [A-Z] /, ''), longestCause);
}

/** vLLM's server only says that its engine failed; why stands far above, behind the name of the process that says it. */
export function vllmCause(log: string): string | null {
  const lines = linesOf(log);
  const noMemory = lines.findLast((line) => line.includes('Free memory on device'));
  if (noMemory !== undefined) {
    const advice = 'memory of the GPU is still held by another program, or by the model before this one';
    return `${pythonErrorIn(noMemory).replace(/\.$/, '')} (${advice})`;
  }
  const cause = lines.findLast((line) => pythonError.test(line) && !line.includes('See root cause above'));
  return cause === undefined ? null : pythonErrorIn(cause);
}

const pythonError = /\b\w+(Error|Exception): /;

function pythonErrorIn(line: string): string {
  return cut(line.slice(pythonError.exec(line)?.index ?? 0), longestCause);
}

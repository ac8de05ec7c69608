// Which engines this machine has, and what they say of their version. A broken one is named with what is wrong with it.
import { endingText, quoted } from '../domain/wording.ts';
import { howToGet } from '../services/program-sources.ts';
import { findExecutable } from '../system/executables.ts';
import { answerOf, type ProgramAnswer } from '../system/program-answer.ts';

export interface Engine {
  readonly name: string;
  /** Null when it is not installed. */
  readonly path: string | null;
  readonly version: string | null;
  /** Why it does not say its version although it was asked: a clause. */
  readonly problem: string | null;
  readonly howToGet: string;
}

/** `version`: arguments that print a version and do nothing else; null where there are none. `ollama --version` starts a server on some systems. */
const engines = [
  { name: 'ollama', version: null },
  { name: 'llama-server', version: ['--version'] },
  { name: 'vllm', version: ['--version'] },
  { name: 'whisper-server', version: null },
  // speaches and Kokoro-FastAPI are run by it.
  { name: 'uvicorn', version: ['--version'] },
  { name: 'espeak-ng', version: ['--version'] },
] as const;

const versionLimitMs = 10_000;

export function findEngines(searchPath: string | undefined): Promise<readonly Engine[]> {
  return Promise.all(engines.map(({ name, version }) => examine(name, version, searchPath)));
}

async function examine(
  name: string,
  asking: readonly string[] | null,
  searchPath: string | undefined,
): Promise<Engine> {
  const unknown = { name, path: null, version: null, problem: null, howToGet: howToGet(name) };
  const found = findExecutable(name, searchPath, process.cwd());
  if (found.kind === 'missing') return unknown;
  const { path } = found;
  if (found.kind === 'not-executable') return { ...unknown, path, problem: 'this user may not execute it' };
  if (asking === null) return { ...unknown, path };
  return { ...unknown, path, ...versionOf(await answerOf(path, asking, versionLimitMs)) };
}

function versionOf(answer: ProgramAnswer): Pick<Engine, 'version' | 'problem'> {
  if (answer.kind !== 'ended') return { version: null, problem: quoted(answer.why) };
  const { exitCode, signal, stdout, stderr } = answer;
  if (exitCode !== 0) return { version: null, problem: `it ${endingText({ exitCode, signal })}` };
  const version = versionIn(stdout, stderr);
  return { version, problem: version === null ? 'it says none' : null };
}

/** The line that says so, or the number in the last line that has one; llama-server says it on stderr, after what it found out about the GPU. */
function versionIn(stdout: string, stderr: string): string | null {
  const lines = `${stderr}\n${stdout}`.split('\n').map(quoted);
  const line = lines.find((each) => /^version\b/i.test(each)) ?? lines.findLast((each) => /\d/.test(each));
  if (line === undefined || /^version\b/i.test(line)) return line?.replace(/^version:?\s*/i, '') ?? null;
  return /\d+(\.\d+)+\S*/.exec(line)?.[0] ?? line;
}

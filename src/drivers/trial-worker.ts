// Entry of the worker thread that measures: a task comes in, a measurement goes out, one at a time. Nothing that is not part
// of a trial runs here, so that timestamps share the event loop with nothing. A check that never returns (a catastrophic
// regular expression) blocks this thread for good; the session then ends the thread and starts another one.
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { createRedactor } from '../domain/redaction.ts';
import { serviceIdOf } from '../domain/schedule.ts';
import { shortage, systemCode } from '../system/path-error.ts';
import { Artifacts } from './artifacts.ts';
import { runChat } from './chat/chat-driver.ts';
import type { DriverContext, Measured } from './driver-context.ts';
import { Connections } from './http/connections.ts';
import { TaskLimits } from './limits.ts';
import { withoutMeasurement } from './measured.ts';
import type { FromWorker, ToWorker, TrialMeasurement, TrialTask } from './protocol.ts';
import { SpawnGate } from './spawn-gate.ts';

const connections = new Connections();
const gate = new SpawnGate(workerData);
let underWay: TaskLimits | null = null;

async function measure(task: TrialTask, limits: TaskLimits): Promise<TrialMeasurement> {
  const startedAt = new Date().toISOString();
  const beganAt = performance.now();
  const redactor = createRedactor(task.secrets);
  const artifacts = new Artifacts(task.runDirectory);
  const context = { connections, limits, artifacts, gate, redact: (text: string) => redactor.text(text) };
  const { error, ...measured } = await dispatch(task, context).catch((thrown: unknown) => withoutDisk(thrown, task));
  return {
    ...measured,
    startedAt,
    durationMs: performance.now() - beganAt - artifacts.spentMs,
    error: error === null ? null : context.redact(error),
    ...(measured.status === 'timeout' && { silentMs: silences(task, limits) }),
  };
}

function silences({ targets }: TrialTask, { silentMs }: TaskLimits): Readonly<Record<string, number>> {
  return Object.fromEntries(
    targets.flatMap((target) => {
      const silent = silentMs.get(target.url);
      return silent === undefined ? [] : [[serviceIdOf(target), silent]];
    }),
  );
}

/** A full or forbidden disk is no bug: the trial is in error, and the next one may fare better. */
function withoutDisk(error: unknown, { runDirectory }: TrialTask): Measured {
  if (!(error instanceof Error) || systemCode(error) === null) throw error;
  const why = shortage(error, join(runDirectory, 'artifacts')) ?? error.message;
  return withoutMeasurement('error', `a file of the trial could not be used: ${why}`);
}

async function dispatch(task: TrialTask, context: DriverContext): Promise<Measured> {
  const { scenario } = task;
  switch (scenario.driver) {
    case 'llm':
    case 'vlm':
      return runChat({ ...task, scenario }, context);
    case 'stt': {
      const { runTranscription } = await import('./stt/stt-driver.ts');
      return runTranscription({ ...task, scenario }, context);
    }
    case 'tts': {
      const { runSpeech } = await import('./tts/tts-driver.ts');
      return runSpeech({ ...task, scenario }, context);
    }
    case 'sts': {
      const { runSpokenConversation } = await import('./sts/sts-driver.ts');
      return runSpokenConversation({ ...task, scenario }, context);
    }
    case 'command': {
      const { runCommands } = await import('./command/command-driver.ts');
      return runCommands({ ...task, scenario }, context);
    }
    default:
      return scenario satisfies never;
  }
}

async function run(task: TrialTask, answer: (message: FromWorker) => void): Promise<void> {
  if (underWay !== null) throw new Error('the trial worker was given a task before it had finished the last one');
  const limits = new TaskLimits(task.timeoutMs);
  underWay = limits;
  try {
    answer({ type: 'measured', measurement: await measure(task, limits) });
  } finally {
    limits.release();
    underWay = null;
  }
}

const port = parentPort;
if (port === null) throw new Error('the trial worker runs as a worker thread only');
port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'run':
      // A rejection is a bug: unhandled, it ends this thread, and the session reports it.
      void run(message.task, (answer) => port.postMessage(answer));
      break;
    case 'abort':
      underWay?.abort(message.reason);
      break;
    case 'forget':
      connections.forget(message.url);
      break;
    default:
      message satisfies never;
  }
});

// The session's side of the trial worker: hands over one task at a time and always gets a measurement back, also when the
// worker crashes or never answers. A worker that failed is replaced with the next task.
import { Worker } from 'node:worker_threads';
import { exitCodes, UserError } from '../domain/errors.ts';
import type { FromWorker, ToWorker, TrialMeasurement, TrialTask } from './protocol.ts';
import { SpawnGate } from './spawn-gate.ts';

export interface TrialRunner {
  /** Never rejects for what happens in a trial; one task at a time. */
  run(task: TrialTask): Promise<TrialMeasurement>;
  /** Ends the task under way; its measurement is an `error` with this reason. */
  abort(reason: string): void;
  /** A service was stopped or replaced: its connections are closed. */
  forget(url: string): void;
  /** Ends the task under way and the worker. */
  close(): Promise<void>;
  /** Synchronously: from now on no process is started, and none is half started. For the last moments of this process. */
  closeNow(): void;
}

export interface TrialRunnerOptions {
  readonly workerFile: URL;
  /** How long the worker may take to answer after the task's own time limit, or after an abort. */
  readonly graceMs?: number;
}

interface OpenTask {
  readonly task: TrialTask;
  readonly startedAt: string;
  readonly beganAt: number;
  readonly measured: Promise<TrialMeasurement>;
  readonly settle: (measurement: TrialMeasurement) => void;
  timer: NodeJS.Timeout;
  aborted: string | null;
}

export function createTrialRunner({ workerFile, graceMs = 5000 }: TrialRunnerOptions): TrialRunner {
  return new WorkerTrialRunner(workerFile, graceMs);
}

class WorkerTrialRunner implements TrialRunner {
  readonly #workerFile: URL;
  readonly #graceMs: number;
  readonly #gate = new SpawnGate();
  #worker: Worker | null = null;
  #open: OpenTask | null = null;

  constructor(workerFile: URL, graceMs: number) {
    this.#workerFile = workerFile;
    this.#graceMs = graceMs;
  }

  run(task: TrialTask): Promise<TrialMeasurement> {
    if (this.#open !== null) throw new Error('a trial was started before the last one had ended');
    const worker = this.#worker ?? this.#start();
    const { promise, resolve } = Promise.withResolvers<TrialMeasurement>();
    this.#open = {
      task,
      startedAt: new Date().toISOString(),
      beganAt: performance.now(),
      measured: promise,
      settle: resolve,
      timer: setTimeout(() => this.#giveUp(), task.timeoutMs + this.#graceMs),
      aborted: null,
    };
    worker.ref();
    post(worker, { type: 'run', task });
    return promise;
  }

  abort(reason: string): void {
    const open = this.#open;
    if (open === null || open.aborted !== null || this.#worker === null) return;
    open.aborted = reason;
    clearTimeout(open.timer);
    open.timer = setTimeout(() => this.#giveUp(), this.#graceMs);
    post(this.#worker, { type: 'abort', reason });
  }

  forget(url: string): void {
    if (this.#worker !== null) post(this.#worker, { type: 'forget', url });
  }

  async close(): Promise<void> {
    this.abort('the run ended');
    await this.#open?.measured;
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  closeNow(): void {
    this.#gate.shut();
  }

  #start(): Worker {
    const worker = startWorker(this.#workerFile, this.#gate.memory);
    worker.on('message', ({ measurement }: FromWorker) => {
      if (this.#worker === worker) this.#settle(measurement);
    });
    worker.on('error', (error) => this.#lost(worker, `the trial worker crashed: ${describe(error)}`));
    worker.on('exit', (code) =>
      this.#lost(worker, `the trial worker ended with code ${code} in the middle of a trial`),
    );
    this.#worker = worker;
    return worker;
  }

  #settle(measurement: TrialMeasurement): void {
    const open = this.#open;
    if (open === null) return;
    clearTimeout(open.timer);
    this.#open = null;
    // An idle worker is no reason for the process to stay.
    this.#worker?.unref();
    open.settle(measurement);
  }

  #lost(worker: Worker, error: string): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#settleWithout('error', error);
  }

  /** The worker does not answer: its loop is blocked. */
  #giveUp(): void {
    const worker = this.#worker;
    const open = this.#open;
    if (worker === null || open === null) return;
    this.#worker = null;
    const ended = worker.terminate();
    const { aborted, task } = open;
    const grace = inSeconds(this.#graceMs);
    const [status, error] =
      aborted === null
        ? ([
            'timeout',
            `the trial did not end within ${inSeconds(task.timeoutMs)}, and ${grace} later its worker was still busy; a check that never ends, such as a regular expression that backtracks for ever, can do that`,
          ] as const)
        : (['error', aborted] as const);
    void ended.then(() => this.#settleWithout(status, error));
  }

  #settleWithout(status: 'error' | 'timeout', error: string): void {
    const open = this.#open;
    if (open === null) return;
    const { startedAt, beganAt } = open;
    const durationMs = performance.now() - beganAt;
    this.#settle({
      status,
      startedAt,
      durationMs,
      metrics: {},
      checks: [],
      steps: [],
      actual: null,
      validity: [],
      error,
    });
  }
}

/** Throws a UserError where the system allows no further thread. */
function startWorker(file: URL, memory: SharedArrayBuffer): Worker {
  try {
    return new Worker(file, {
      name: 'flightdeck trials',
      workerData: memory,
      // Nothing of how this process was started concerns the worker; warnings would land in the middle of a dashboard.
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('EAGAIN'))) throw error;
    throw new UserError(
      'processes',
      'no thread could be started for the trials: this user may not have more processes and threads here (ulimit -u, or the limit of a container); every result announced so far is safe; end other programs of this user, or raise the limit, for example with ulimit -u 1024, and run the plan again',
      exitCodes.cannotGoOn,
    );
  }
}

function post(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function inSeconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(3))} s`;
}

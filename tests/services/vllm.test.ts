import { expect, it } from 'vitest';
import { identify, isAlive } from '../../src/system/processes.ts';
import { steady, vllm } from '../support/engine-templates.ts';
import { supervised } from '../support/supervised.ts';

const model = 'org/qwen3';

it('takes refused connections for loading, and reads from the log what the memory of the GPU does not tell', async () => {
  const run = supervised();
  run.start({ id: 'vllm/qwen3', template: vllm([]), model, domain: 'llm' });
  const { version, details, connection } = await run.report('ready');
  expect(run.reports.map(({ type }) => type)).toEqual(['starting', 'loading', 'ready']);
  expect(version).toBe('0.12.0');
  expect(details).toEqual({ maxModelLen: 8192, kvCacheTokens: 1_234_560, modelMemoryGiB: 14.9888 });
  expect(connection).toMatchObject({ api: 'openai', model });
});

it('calls the model by the name that the server gives it', async () => {
  const run = supervised();
  run.start({ id: 'vllm/qwen3', template: vllm(['--served-model-name', 'chat']), model, domain: 'llm' });
  const { connection, details } = await run.report('ready');
  expect(connection.model).toBe('chat');
  expect(details).toMatchObject({ maxModelLen: 8192 });
});

it('refuses a server whose model is another one than the plan says', async () => {
  const run = supervised();
  const command = vllm([]).command.map((word) => (word === '{model}' ? 'org/other' : word));
  run.start({ id: 'vllm/qwen3', template: vllm([], { command }), model, domain: 'llm' });
  expect((await run.report('failed')).message).toBe(
    'service "vllm/qwen3" serves "org/other" where "org/qwen3" is asked for; ' +
      "correct the model in the plan, or the service's command",
  );
  expect(run.left()).toEqual([]);
});

it('asks only the server to end, however long it takes over its engine', async () => {
  const run = supervised();
  const template = vllm(['--ends-after', '800'], { stopGraceMs: 1000 });
  run.start({ id: 'vllm/qwen3', template, model, domain: 'llm' });
  await run.report('ready');
  const { log } = await run.report('starting');
  expect(run.supervisor.pidsOf('vllm/qwen3')).toHaveLength(2);
  run.supervisor.stop('vllm/qwen3');
  await run.report('stopped');
  expect(run.log(log ?? '')).toContain('(APIServer pid=1) shutting down');
  expect(run.log(log ?? '')).not.toContain('asked to end by a stranger');
});

it('kills an engine that its server left behind, without asking it first', async () => {
  const run = supervised();
  const template = vllm(['--keeps-engine'], { stopGraceMs: 300 });
  run.start({ id: 'vllm/qwen3', template, model, domain: 'llm' });
  await run.report('ready');
  const { log } = await run.report('starting');
  const processes = run.supervisor.pidsOf('vllm/qwen3').map((pid) => identify(pid));
  run.supervisor.stop('vllm/qwen3');
  expect(await run.report('stopped')).toMatchObject({ forced: true });
  expect(processes.some((process) => process !== null && isAlive(process))).toBe(false);
  expect(run.log(log ?? '')).not.toContain('asked to end by a stranger');
});

it('explains a start that fails by what stands far above the end of the log', async () => {
  const run = supervised();
  run.start({ id: 'vllm/qwen3', template: vllm(['--no-memory']), model, domain: 'llm' });
  expect(steady((await run.report('failed')).message)).toBe(
    'service "vllm/qwen3" did not answer http://127.0.0.1:PORT/health within 10 s: it exited with code 1 after TIME: ' +
      'ValueError: Free memory on device (31.44/47.38 GiB) on startup is less than desired GPU memory utilization (0.95, 45.01 GiB). ' +
      'Decrease GPU memory utilization or reduce GPU memory used by other processes ' +
      '(memory of the GPU is still held by another program, or by the model before this one); its last lines: ' +
      '"(EngineCore_DP0 pid=2) ERROR [core.py:710] EngineCore failed to start. | (EngineCore_DP0 pid=2) Process EngineCore_DP0: | ' +
      '(APIServer pid=1) RuntimeError: Engine core initialization failed. See root cause above."; see LOG',
  );
  expect(run.left()).toEqual([]);
});

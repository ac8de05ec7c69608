import { expect, it } from 'vitest';
import { fakeEngine, steady, whisperServer } from '../support/engine-templates.ts';
import { supervised } from '../support/supervised.ts';

const model = 'models/base.bin';

it.each([
  ['whose page says whose it is', []],
  ['that does not know /health', ['--older']],
  ['whose log says whose it is', ['--plain']],
])('waits for a server %s', async (_what, args) => {
  const run = supervised();
  run.start({ id: 'whisper/base', template: whisperServer(args), model, roles: ['stt'], domain: 'stt' });
  const { connection, version, modelDigest, details } = await run.report('ready');
  expect(run.reports.map(({ type }) => type)).toEqual(['starting', 'loading', 'ready']);
  expect(connection).toMatchObject({ api: 'whisper', model });
  expect({ version, modelDigest }).toEqual({ version: null, modelDigest: null });
  expect(details).toEqual({ modelType: 'base', modelPath: model });
});

it.each([
  [
    'answers like whisper.cpp but does not say that it is',
    ['--plain', '--silent'],
    'service "whisper/base" answers on http://127.0.0.1:PORT, but neither its page nor its log says that it is ' +
      "whisper.cpp's server; correct its command, or use another adapter",
  ],
  [
    'loaded another model',
    ['--loads', 'models/tiny.bin'],
    'service "whisper/base" serves "models/tiny.bin" where "models/base.bin" is asked for; ' +
      "correct the model in the plan, or the service's command",
  ],
  [
    'cannot read its model',
    ['--dies'],
    'service "whisper/base" did not answer http://127.0.0.1:PORT/health within 10 s: it exited with code 3 after TIME; ' +
      `its last lines: "whisper_init_from_file_with_params_no_state: loading model from 'models/base.bin' | ` +
      'whisper_model_load: invalid model data (bad magic) | error: failed to initialize whisper context"; see LOG',
  ],
])('refuses a server that %s', async (_what, args, sentence) => {
  const run = supervised();
  run.start({ id: 'whisper/base', template: whisperServer(args), model, roles: ['stt'], domain: 'stt' });
  expect(steady((await run.report('failed')).message)).toBe(sentence);
  expect(run.left()).toEqual([]);
});

it('is not fooled by the health of a llama-server', async () => {
  const run = supervised();
  const template = whisperServer([], { command: fakeEngine('llama-server', '--port', '{port}', '--model', '{model}') });
  run.start({ id: 'whisper/base', template, model, roles: ['stt'], domain: 'stt' });
  expect((await run.report('failed')).message).toContain("says that it is whisper.cpp's server");
});

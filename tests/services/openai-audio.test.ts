import { expect, it } from 'vitest';
import { openaiAudio } from '../support/engine-templates.ts';
import { supervised } from '../support/supervised.ts';
import { until } from '../support/until.ts';

it('has speaches load the model and keep it, and unload it before it is ended', async () => {
  const run = supervised();
  run.start({ id: 'speaches/stt', template: openaiAudio('speaches'), model: 'org/stt', roles: ['stt'], domain: 'stt' });
  expect(await run.report('ready')).toMatchObject({
    version: '0.9.1',
    modelDigest: null,
    connection: { api: 'openai', model: 'org/stt' },
  });
  expect(run.reports.map(({ type }) => type)).toEqual(['starting', 'loading', 'ready']);
  const { log } = await run.report('starting');
  run.supervisor.stop('speaches/stt');
  expect(await run.report('stopped')).toMatchObject({ forced: false });
  expect(run.log(log ?? '').split('\n')).toEqual([
    'TTL -1 -1 UI false',
    'POST /api/ps/org/stt',
    'DELETE /api/ps/org/stt',
    '',
  ]);
});

it('leaves the times of speaches to the plan', async () => {
  const run = supervised();
  const template = openaiAudio('speaches', [], { env: { STT_MODEL_TTL: '60', ENABLE_UI: 'true' } });
  run.start({ id: 'speaches', template, model: null, domain: 'stt' });
  await run.report('ready');
  expect(run.log((await run.report('starting')).log ?? '')).toBe('TTL 60 -1 UI true\n');
});

it.each([
  ['is loaded already', 'org/busy'],
  ['is there, but cannot be loaded before it is used', 'org/voice'],
])('is content with a model that %s', async (_what, model) => {
  const run = supervised();
  run.start({ id: 'speaches', template: openaiAudio('speaches'), model, domain: 'tts' });
  await run.report('ready');
});

it.each([
  [
    'a model that speaches does not have',
    'speaches',
    'org/none',
    'service "mine" does not have the model "org/none": it has org/stt, org/busy, org/huge, org/voice; "POST /v1/models/org/none" ' +
      `downloads it, and so does PRELOAD_MODELS: '["org/none"]' in the service's env`,
  ],
  [
    'a model that speaches cannot load',
    'speaches',
    'org/huge',
    'service "mine" could not load "org/huge": it answered HTTP 500 (CUDA failed with error out of memory)',
  ],
  [
    'a model that another server does not list',
    'kokoro',
    'tts-2',
    'service "mine" does not have the model "tts-2": it has kokoro, tts-1; correct the model in the plan',
  ],
] as const)('fails with a sentence for %s', async (_what, fake, model, sentence) => {
  const run = supervised();
  run.start({ id: 'mine', template: openaiAudio(fake), model, domain: 'tts' });
  expect((await run.report('failed')).message).toBe(sentence);
  expect(run.left()).toEqual([]);
});

it.each([
  ['lists the model', [], 'kokoro'],
  ['lists nothing', ['--lists-nothing'], 'tts-2'],
])('takes a server that %s, and does not take the version of its framework for its own', async (_what, args, model) => {
  const run = supervised();
  run.start({ id: 'kokoro', template: openaiAudio('kokoro', args), model, roles: ['tts'], domain: 'tts' });
  expect(await run.report('ready')).toMatchObject({ version: null, connection: { model } });
});

it('says that a model was not given back, and ends the service all the same', async () => {
  const run = supervised();
  run.start({ id: 'speaches/stt', template: openaiAudio('speaches', ['--clings']), model: 'org/stt', domain: 'stt' });
  await run.report('ready');
  run.supervisor.stop('speaches/stt');
  expect(await run.report('stopped')).toMatchObject({ forced: false });
  expect(run.expectedProblems()).toEqual([
    'service "speaches/stt" did not give its model\'s memory back before it was ended: it answered HTTP 500 (model is in use)',
  ]);
});

it('waits for no model to be given back when everything is killed at once', async () => {
  const run = supervised();
  run.start({ id: 'speaches/stt', template: openaiAudio('speaches', ['--hangs']), model: 'org/stt', domain: 'stt' });
  await run.report('ready');
  const { log } = await run.report('starting');
  run.supervisor.stop('speaches/stt');
  await until(() => run.log(log ?? '').includes('DELETE'), 'the model to be asked back');
  const from = performance.now();
  run.supervisor.killAll();
  expect(run.left()).toEqual([]);
  await run.report('stopped');
  expect(performance.now() - from).toBeLessThan(8000);
});

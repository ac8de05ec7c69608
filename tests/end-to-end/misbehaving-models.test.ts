// The ways in which model servers are known to fail or to be odd, as services of whole runs: what a user reads in the end.
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { type FakeModel, planOfFakes, printedFailures, printedPasses } from '../support/fake-models.ts';
import { root, Workspace } from '../support/runner.ts';

const prompt = { prompt: 'Hello', maxTokens: 4 };

/** Fakes of tests/fixtures/services, by their names. */
function fakes(names: readonly string[], folder = ''): Readonly<Record<string, FakeModel>> {
  return Object.fromEntries(names.map((name) => [name, { program: `services/${folder}${name}.ts` }]));
}

/** Takes whatever port it is asked for at `/PORT`, in this process. */
async function portTaker(test: TestContext): Promise<string> {
  const taken = createTcpServer();
  const asked = createServer(({ url }, response) => {
    taken.listen(Number(url?.slice(1)), '127.0.0.1', () => response.end());
  });
  test.onTestFinished(() => {
    taken.close();
    asked.close();
  });
  return new Promise((resolve) => {
    asked.listen(0, '127.0.0.1', () => {
      const address = asked.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : null}`);
    });
  });
}

describe('models that misbehave', { concurrent: true }, () => {
  it('while they load are waited for, or said to have failed', async (test) => {
    const workspace = new Workspace(test);
    const taker = await portTaker(test);
    const plan = planOfFakes({
      load: {
        driver: 'llm',
        scenario: prompt,
        fakes: {
          'listens-late': { program: 'services/listens-late.ts' },
          'loads-first': { program: 'services/loads-first.ts', ready: { http: '/health' } },
          'always-busy': {
            program: 'processes/always-busy.mjs',
            args: ['{port}'],
            ready: { http: '/health', timeout: '2s' },
          },
          'never-listens': {
            program: 'processes/forever.mjs',
            args: ['{port}'],
            ready: { http: '/health', timeout: '500ms' },
          },
          dies: { program: 'processes/exits-while-starting.mjs', args: ['{port}'] },
          'not-ours': { program: 'processes/leaves-port-to-another.mjs', args: ['{port}', taker] },
        },
      },
    });
    const { stdout, code } = await workspace.run([workspace.plan(plan), '--no-report']);
    expect(code, stdout).toBe(1);
    expect(printedPasses(stdout)).toEqual(['load[listens-late]', 'load[loads-first]']);
    expect(printedFailures(stdout)).toEqual({
      'load[always-busy]':
        'ERROR service "load-always-busy/m" did not answer http://127.0.0.1:PORT/health within 2 s: it answered HTTP 503 (loading the model); it printed nothing; see svc_load_m_STAMP.log',
      'load[never-listens]': expect.stringMatching(
        /^ERROR service "load-never-listens\/m" did not answer http:\/\/127\.0\.0\.1:PORT\/health within 0\.5 s: the connection was refused; .*; see svc_load_m_STAMP\.log$/,
      ),
      'load[dies]':
        'ERROR service "load-dies/m" did not listen on 127.0.0.1:PORT within 60 s: it exited with code 3 after TIME; its last lines: "loading the model | model file not found"; see svc_load_m_STAMP.log',
      'load[not-ours]': `ERROR service "load-not-ours/m" was started, but http://127.0.0.1:PORT belongs to node (pid ${process.pid}), which is none of its processes; end that, or choose another port`,
    });
  });

  it('in the middle of a chat fail the trial with a sentence', async (test) => {
    const workspace = new Workspace(test);
    const plan = planOfFakes({
      chat: {
        driver: 'llm',
        scenario: prompt,
        fakes: fakes(['dies-midway', 'error-in-stream', 'cut-without-end', 'no-model', 'busy', 'empty-answer']),
      },
      ollama: { driver: 'llm', api: 'ollama', scenario: prompt, fakes: fakes(['error-in-stream', 'cut-without-end']) },
      stuck: { driver: 'llm', scenario: { ...prompt, timeout: '2s' }, fakes: fakes(['hangs-midway']) },
    });
    const { stdout, code } = await workspace.run([workspace.plan(plan), '--no-report']);
    expect(code, stdout).toBe(1);
    expect(printedPasses(stdout)).toEqual([]);
    const answered = 'answered POST http://127.0.0.1:PORT/v1/chat/completions with';
    expect(printedFailures(stdout)).toEqual({
      'chat[dies-midway]': 'ERROR service "chat-dies-midway/m" broke the connection off after 4 characters',
      'chat[error-in-stream]':
        'ERROR service "chat-error-in-stream/m" reported an error within its answer, after 9 characters: CUDA error: out of memory',
      'chat[cut-without-end]':
        'ERROR service "chat-cut-without-end/m" ended its answer without [DONE] or a finish_reason, after 12 characters',
      'chat[no-model]': `ERROR service "chat-no-model/m" ${answered} HTTP 404: model 'm' not found`,
      'chat[busy]': `ERROR service "chat-busy/m" ${answered} HTTP 503: server busy, please try again. maximum pending requests exceeded`,
      'chat[empty-answer]': 'FAILED answered: the answer is empty; it finished with "stop"',
      'ollama[error-in-stream]':
        'ERROR service "ollama-error-in-stream/m" reported an error within its answer, after 9 characters: CUDA error: out of memory',
      'ollama[cut-without-end]':
        'ERROR service "ollama-cut-without-end/m" ended its answer without "done": true, after 12 characters',
      'stuck[hangs-midway]':
        'TIMEOUT service "stuck-hangs-midway/m" did not finish its answer within 2 s: 5 characters had come, the first after TIME, the last after TIME',
    });
  });

  it('only in their manners are measured all the same', async (test) => {
    const workspace = new Workspace(test);
    const odd = [
      'role-first',
      'reasoning-first',
      'several-tokens-a-chunk',
      'token-in-packets',
      'split-utf8',
      'no-usage',
    ];
    const plan = planOfFakes({
      odd: { driver: 'llm', scenario: prompt, fakes: fakes(odd) },
      speech: {
        driver: 'tts',
        scenario: { text: 'Hello', options: { claims: 0 } },
        fakes: fakes(['lies-about-size'], 'speech/'),
      },
    });
    const { stdout, code } = await workspace.run([workspace.plan(plan), '--no-report']);
    expect(code, stdout).toBe(0);
    expect(printedPasses(stdout)).toEqual([...odd.map((label) => `odd[${label}]`), 'speech[lies-about-size]']);
    expect(printedFailures(stdout)).toEqual({});
  });

  it('when they speak or hear fail the trial with a sentence', async (test) => {
    const workspace = new Workspace(test);
    const mute = ['silence', 'header-only', 'no-bytes', 'mp3', 'cut-midway', 'no-model'];
    const plan = planOfFakes({
      speak: { driver: 'tts', scenario: { text: 'Hello' }, fakes: fakes(mute, 'speech/') },
      hear: {
        driver: 'stt',
        scenario: { audio: join(root, 'tests/fixtures/plans/media/hello.wav') },
        fakes: fakes(['hears-nothing', 'error-in-200'], 'speech/'),
      },
    });
    const { stdout, code } = await workspace.run([workspace.plan(plan), '--no-report']);
    expect(code, stdout).toBe(1);
    expect(printedPasses(stdout)).toEqual([]);
    const answered = 'answered POST http://127.0.0.1:PORT/v1/audio';
    expect(printedFailures(stdout)).toEqual({
      'speak[silence]': 'FAILED audible: the audio is silent: every sample of its 1 s is zero',
      'speak[header-only]': `ERROR service "speak-header-only/m" ${answered}/speech with the header of a WAV and no sound behind it (44 bytes in all)`,
      'speak[no-bytes]': `ERROR service "speak-no-bytes/m" ${answered}/speech with HTTP 200 and not a single byte`,
      'speak[mp3]': `ERROR service "speak-mp3/m" ${answered}/speech with MP3, which was not asked for and cannot be measured: only wav and pcm hold samples that can be counted`,
      'speak[cut-midway]':
        'ERROR service "speak-cut-midway/m" broke the connection off in the middle of its speech, after 12044 bytes',
      'speak[no-model]': `ERROR service "speak-no-model/m" ${answered}/speech with HTTP 404: Model 'm' is not installed locally.`,
      'hear[hears-nothing]': 'FAILED heard: the transcript is empty',
      'hear[error-in-200]': `ERROR service "hear-error-in-200/m" ${answered}/transcriptions with HTTP 200, but reports an error: failed to read audio data`,
    });
  });
});

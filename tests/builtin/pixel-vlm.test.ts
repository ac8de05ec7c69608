import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { builtinService } from '../support/builtin-service.ts';
import { dataUrl, drawn } from '../support/drawings.ts';
import { errorMessage } from '../support/speech-services.ts';

const fast = ['--tokens-per-second', '0'] as const;

const completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }), finish_reason: z.string() })).length(1),
  usage: z.object({
    prompt_tokens: z.int(),
    completion_tokens: z.int(),
    total_tokens: z.int(),
    prompt_tokens_details: z.object({ image_tokens: z.int() }),
  }),
});

function post(url: string, text: string, images: readonly string[], fields: object = {}): Promise<Response> {
  const parts = images.map((image) => ({ type: 'image_url', image_url: { url: image } }));
  const messages = [{ role: 'user', content: [{ type: 'text', text }, ...parts] }];
  const body = JSON.stringify({ model: 'pixel-vlm', messages, ...fields });
  return fetch(`${url}/v1/chat/completions`, { method: 'POST', body });
}

async function ask(url: string, text: string, images: readonly string[], fields: object = {}) {
  const { choices, usage } = completion.parse(await (await post(url, text, images, fields)).json());
  return { said: choices[0]?.message.content ?? '', finish: choices[0]?.finish_reason, usage };
}

const circle = '<circle cx="80" cy="60" r="40" fill="#e01b24"/>';

describe('an answer', () => {
  it('says what is asked about the picture in the request, whatever its format', async () => {
    const { url } = await builtinService('pixel-vlm', ...fast);
    for (const format of ['png', 'jpeg', 'webp'] as const) {
      const { said, finish } = await ask(url, 'Where is the circle?', [await drawn(circle, format)]);
      expect({ said, finish }).toEqual({ said: 'I see 1 circle: a red circle at the top left.', finish: 'stop' });
    }
  });

  it('counts the words of the prompt and the tiles of the pictures', async () => {
    const { url } = await builtinService('pixel-vlm', ...fast);
    const picture = await drawn(circle);
    const one = await ask(url, 'How large?', [picture]);
    expect(one.usage).toEqual({
      prompt_tokens: 3 + 10 * 8,
      completion_tokens: 14,
      total_tokens: 97,
      prompt_tokens_details: { image_tokens: 80 },
    });
    const two = await ask(url, 'How large?', [picture, await drawn(circle, 'png', { width: 2000, height: 1000 })]);
    expect(two.usage.prompt_tokens_details.image_tokens).toBe(80 + 20 * 10);
    expect(two.said).toMatch(/^Image 1: The image is 320 by 240 .* Image 2: The image is 2000 by 1000 pixels/);
  });

  it('is streamed token by token, and cut where its limit is', async () => {
    const { url } = await builtinService('pixel-vlm', ...fast);
    const fields = { stream: true, stream_options: { include_usage: true }, max_tokens: 5 };
    const text = await (await post(url, 'How large?', [await drawn(circle)], fields)).text();
    const events = text.split('\n\n').filter((line) => line !== '');
    expect(events.at(-1)).toBe('data: [DONE]');
    const chunks = events.slice(0, -1).map((line) => JSON.parse(line.replace('data: ', '')));
    expect(chunks.flatMap(({ choices }) => choices.map(({ delta }: { delta: object }) => delta))).toEqual([
      { role: 'assistant', content: 'The' },
      { content: ' image' },
      { content: ' is' },
      { content: ' 320' },
      { content: ' by' },
      {},
    ]);
    expect(chunks.at(-2)).toMatchObject({ choices: [{ finish_reason: 'length' }] });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 83, completion_tokens: 5 } });
  });

  it('is a JSON object where one is asked for, within its schema', async () => {
    const { url } = await builtinService('pixel-vlm', ...fast);
    const picture = await drawn(circle);
    const any = await ask(url, 'Describe', [picture], { response_format: { type: 'json_object' } });
    expect(JSON.parse(any.said)).toMatchObject({ width: 320, height: 240, shapes: [{ kind: 'circle' }] });
    const schema = { type: 'object', properties: { colors: { type: 'array', items: { type: 'string' } } } };
    const kept = await ask(url, 'Describe', [picture], {
      response_format: { type: 'json_schema', json_schema: { name: 'colours', schema } },
    });
    expect(JSON.parse(kept.said)).toEqual({ colors: ['white', 'red'] });
  });

  it('says that there is no picture where there is none', async () => {
    const { url } = await builtinService('pixel-vlm', ...fast);
    expect((await ask(url, 'What is this?', [])).said).toBe('I see no image: none came with the request.');
  });

  it('sees transparent, grey and turned pictures as people do', async () => {
    const { url } = await builtinService('pixel-vlm', ...fast);
    const empty = sharp({ create: { width: 40, height: 20, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } });
    const clear = dataUrl(await empty.png().toBuffer(), 'png');
    expect((await ask(url, 'Is it blank?', [clear])).said).toBe('The whole image is white.');
    const grey = sharp({ create: { width: 40, height: 20, channels: 3, background: '#808080' } }).toColourspace('b-w');
    expect((await ask(url, 'Is it blank?', [dataUrl(await grey.png().toBuffer(), 'png')])).said).toBe(
      'The whole image is grey.',
    );
    const upright = Buffer.from((await drawn(circle)).split(',')[1] ?? '', 'base64');
    const turned = await sharp(upright).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect((await ask(url, 'How large is it, and where is the circle?', [dataUrl(turned, 'jpeg')])).said).toBe(
      'The image is 240 by 320 pixels, portrait, a JPEG file. I see 1 circle: a red circle at the top right.',
    );
  });

  it('comes at the rate that was asked for', async () => {
    const { url } = await builtinService('pixel-vlm', '--tokens-per-second', '100', '--first-token-ms', '40');
    const startedMs = performance.now();
    const { usage } = await ask(url, 'How large?', [await drawn('')]);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(40 + (usage.completion_tokens - 1) * 10);
  });
});

it('says why it cannot look at something', async () => {
  const { url } = await builtinService('pixel-vlm', ...fast);
  const refused = async (image: string, fields: object = {}) => {
    const response = await post(url, 'What is it?', [image], fields);
    return [response.status, errorMessage(await response.text())];
  };
  const png = Buffer.from((await drawn('')).split(',')[1] ?? '', 'base64');
  expect(await refused('https://example.com/cat.png')).toEqual([
    400,
    'image_url must be a data URL such as data:image/png;base64,…; nothing is fetched from "https://example.com/cat.png"',
  ]);
  expect(await refused('data:image/png;base64,this is not base64!')).toEqual([400, 'image 1 is not valid base64']);
  expect(await refused('data:image/png;base64,')).toEqual([400, 'image 1 is not valid base64']);
  expect(await refused(dataUrl(Buffer.from('%PDF-1.7'), 'png'))).toEqual([
    400,
    'image 1 is not a PNG, JPEG or WebP file by its first bytes',
  ]);
  const [status, message] = await refused(dataUrl(png.subarray(0, 60), 'png'));
  expect(status).toBe(400);
  expect(message).toMatch(/^image 1 cannot be decoded: /);
  const bomb = Buffer.from(png);
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);
  expect((await refused(dataUrl(bomb, 'png')))[0]).toBe(400);
  expect(await refused('', { model: 'gpt-4o' })).toEqual([404, 'The model `gpt-4o` does not exist.']);
  const many = await post(
    url,
    'What?',
    Array.from({ length: 17 }, () => 'data:'),
  );
  expect(errorMessage(await many.text())).toBe('the request has 17 images, more than 16');
});

it('tells what it is, and ends on SIGTERM', async () => {
  const { url, log, pid, exited } = await builtinService('pixel-vlm', '--seed', '3');
  const json = async (path: string) => (await fetch(url + path)).json();
  expect(await json('/health')).toEqual({ status: 'ok' });
  expect(await json('/v1/models')).toMatchObject({ data: [{ id: 'pixel-vlm' }] });
  expect(await json('/api/version')).toMatchObject({ version: expect.stringMatching(/-builtin$/) });
  expect(log()).toContain('pixel-vlm, a built-in vision model: sizes, colours and shapes in PNG, JPEG and WebP');
  // The image library is heavy; nothing loads it before there is a picture.
  if (process.platform === 'linux') expect(readFileSync(`/proc/${pid}/maps`, 'utf8')).not.toContain('libvips');
  process.kill(pid, 'SIGTERM');
  expect(await exited).toEqual([0, null]);
});

import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { ApiName, JsonObject } from '../../../src/domain/plan.ts';
import { runChat } from '../../../src/drivers/chat/chat-driver.ts';
import { altered, mediaTypeOf, readImages } from '../../../src/drivers/chat/images.ts';
import type { TrialTask } from '../../../src/drivers/protocol.ts';
import { serviceFixture } from '../../support/service-fixture.ts';
import { chatScenario, contextFor, target, taskOf, temporaryDirectory } from '../../support/trial-tasks.ts';

type Format = 'png' | 'jpeg' | 'webp' | 'gif';

async function picture(format: Format, width = 8, height = 6): Promise<string> {
  const path = join(temporaryDirectory(), `picture.${format}`);
  const plain = sharp({ create: { width, height, channels: 3, background: '#c02040' } });
  await plain.toFormat(format).toFile(path);
  return path;
}

async function look(image: string, fixture = 'echo', api: ApiName = 'openai', kind: TrialTask['kind'] = 'trial') {
  const { url } = await serviceFixture(fixture);
  const turns = [{ user: 'What is this?', images: [image], expect: [] }];
  const task = taskOf(chatScenario({ driver: 'vlm', turns }), [target(url, { role: 'vlm', api })], { kind });
  return runChat(task, contextFor(task));
}

const echoed = z.object({ body: z.object({ messages: z.array(z.unknown()) }) });

async function messagesSent(image: string, api: ApiName) {
  const { actual } = await look(image, 'echo', api);
  return echoed.parse(JSON.parse(actual?.content ?? '')).body.messages;
}

describe('an image', () => {
  it.each(['png', 'jpeg'] as const)('goes to an OpenAI API as a data URL: %s', async (format) => {
    const image = await picture(format);
    const url = `data:image/${format};base64,${readFileSync(image).toString('base64')}`;
    expect(await messagesSent(image, 'openai')).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url } },
        ],
      },
    ]);
  });

  it.each(['webp', 'gif'] as const)(
    'is sent as PNG, pixel by pixel, where engines may not know the format: %s',
    async (format) => {
      const path = await picture(format);
      const [[image] = []] = await readImages([[path]]);
      expect(image?.mediaType).toBe('image/png');
      const sent = Buffer.from(image?.base64 ?? '', 'base64');
      expect(mediaTypeOf(sent)).toBe('image/png');
      const pixels = (bytes: Buffer) => sharp(bytes).ensureAlpha().raw().toBuffer();
      expect((await pixels(sent)).equals(await pixels(readFileSync(path)))).toBe(true);
    },
  );

  it('that is broken inside is an error that names the file', async () => {
    const broken = join(temporaryDirectory(), 'photo.webp');
    writeFileSync(broken, readFileSync(await picture('webp')).subarray(0, 20));
    const { status, error } = await look(broken);
    expect(status).toBe('error');
    expect(error).toMatch(/^the image photo\.webp cannot be read: \S/);
  });

  it('goes to Ollama in bare base64 beside the text', async () => {
    const image = await picture('png');
    expect(await messagesSent(image, 'ollama')).toEqual([
      { role: 'user', content: 'What is this?', images: [readFileSync(image).toString('base64')] },
    ]);
  });

  it('is known by its bytes, whatever its name says', async () => {
    const misnamed = join(temporaryDirectory(), 'photo.jpg');
    writeFileSync(misnamed, readFileSync(await picture('png')));
    const [[image] = []] = await readImages([[misnamed]]);
    expect(image?.mediaType).toBe('image/png');
    expect(mediaTypeOf(Buffer.from('RIFF....WAVE'))).toBeNull();
  });

  it('that is none is an error that names the file', async () => {
    const text = join(temporaryDirectory(), 'notes.png');
    writeFileSync(text, 'not a picture');
    const { status, error } = await look(text);
    expect(status).toBe('error');
    expect(error).toBe(
      'the image notes.png is none that can be sent: its first bytes are those of no PNG, JPEG, WebP or GIF',
    );
  });

  it('is not sent with so many others that no request could hold them', async () => {
    const image = await picture('png');
    truncateSync(image, 100 * 2 ** 20); // a sparse file
    const turns = [
      { user: 'What is this?', images: [image, image], expect: [] },
      { user: 'And now?', images: [image], expect: [] },
    ];
    const task = taskOf(chatScenario({ driver: 'vlm', turns }), [target('http://127.0.0.1:1', { role: 'vlm' })]);
    const { status, error } = await runChat(task, contextFor(task));
    expect(status).toBe('error');
    expect(error).toBe('the images are too large to be sent: 300 MiB together, and 256 MiB are the limit');
  });

  it('that nobody can decode is said of the warm-up', async () => {
    const image = await picture('png');
    writeFileSync(image, readFileSync(image).subarray(0, 50));
    const { status, error } = await look(image, 'echo', 'openai', 'warmup');
    expect(status).toBe('error');
    expect(error).toMatch(/^an image cannot be altered for the warm-up, since it cannot be decoded: \S/);
  });

  it('is in the warm-up of a conversation, whichever turn shows it', async () => {
    const { url } = await serviceFixture('needs-image');
    const turns = [
      { user: 'Hello.', images: [], expect: [] },
      { user: 'What is this?', images: [await picture('png')], expect: [] },
    ];
    const scenario = chatScenario({ driver: 'vlm', turns });
    const task = taskOf(scenario, [target(url, { role: 'vlm' })], { kind: 'warmup' });
    expect(await runChat(task, contextFor(task))).toMatchObject({ status: 'passed', error: null });
  });

  it.each(['png', 'jpeg'] as const)(
    'is warmed up with one of the same size that no cache knows: %s',
    async (format) => {
      const [[image] = []] = await readImages([[await picture(format, 40, 30)]]);
      if (image === undefined) throw new Error('no image');
      const other = await altered(image);
      const { width, height } = await sharp(Buffer.from(other.base64, 'base64')).metadata();
      expect({ width, height, type: other.mediaType }).toEqual({ width: 40, height: 30, type: image.mediaType });
      expect(other.base64).not.toBe(image.base64);
    },
  );
});

describe('an answer in a form', () => {
  const responseSchema: JsonObject = { type: 'object', required: ['city'], properties: { city: { type: 'string' } } };

  async function ask(fixture: string, api: ApiName) {
    const { url } = await serviceFixture(fixture);
    const task = taskOf(chatScenario({ responseSchema }), [target(url, { api })]);
    return runChat(task, contextFor(task));
  }

  it('is asked for in the way of each API', async () => {
    const openai = z
      .object({ body: z.looseObject({}) })
      .parse(JSON.parse((await ask('echo', 'openai')).actual?.content ?? ''));
    expect(openai.body['response_format']).toEqual({
      type: 'json_schema',
      json_schema: { name: 'answer', strict: true, schema: responseSchema },
    });
    const ollama = z
      .object({ body: z.looseObject({}) })
      .parse(JSON.parse((await ask('echo', 'ollama')).actual?.content ?? ''));
    expect(ollama.body['format']).toEqual(responseSchema);
  });

  it('is held to it without a check in the plan', async () => {
    const { status, checks } = await ask('openai-instant', 'openai');
    expect(status).toBe('failed');
    expect(checks.map(({ name, passed }) => [name, passed])).toEqual([
      ['answered', true],
      ['jsonSchema', false],
    ]);
  });
});

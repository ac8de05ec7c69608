// The media that the shipped plans use are what their names say.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readWav } from '../../src/builtin/audio/read-wav.ts';
import { look } from '../../src/builtin/pixel-vlm/findings.ts';
import { readPicture } from '../../src/builtin/pixel-vlm/picture.ts';
import { dataUrl, type PictureFormat } from '../support/drawings.ts';
import { heard, wordsLost } from '../support/tones.ts';

function media(name: string): Buffer {
  const bytes = readFileSync(fileURLToPath(new URL(`../../plans/media/${name}`, import.meta.url)));
  expect(bytes.length).toBeLessThan(100_000);
  return bytes;
}

it.each([
  ['hello.wav', 'hello world'],
  ['pangram.wav', 'the quick brown fox jumps over the lazy dog'],
  ['silence.wav', ''],
])('%s says "%s"', (name, text) => {
  const { samples, sampleRate } = readWav(media(name));
  expect(sampleRate).toBe(16_000);
  expect(heard(samples)).toBe(text);
});

it('silence.wav lasts a second', () => {
  expect(readWav(media('silence.wav')).samples).toEqual(new Float32Array(16_000));
});

it('noisy.wav is understood with a few errors', () => {
  const text = 'the harbour lights were lit before the evening train came down from the hills';
  const lost = wordsLost(text, heard(readWav(media('noisy.wav')).samples));
  expect(lost).toBeGreaterThan(0);
  expect(lost).toBeLessThan(0.5);
});

const pictures: readonly (readonly [string, PictureFormat])[] = [
  ['shapes.png', 'png'],
  ['shapes.jpg', 'jpeg'],
  ['shapes.webp', 'webp'],
];

it.each(pictures)('%s shows a red circle, a blue square and a green triangle on white', async (name, format) => {
  const findings = look(await readPicture(dataUrl(media(name), format), 1));
  expect(findings).toMatchObject({
    width: 320,
    height: 240,
    background: 'white',
    format: expect.stringMatching(new RegExp(format, 'i')),
  });
  expect(findings.shapes.map(({ colour, kind, position }) => `${colour} ${kind}, ${position}`)).toEqual([
    'blue square, top right',
    'red circle, top left',
    'green triangle, bottom',
  ]);
});

it('flag.png has three stripes', async () => {
  const { stripes } = look(await readPicture(dataUrl(media('flag.png'), 'png'), 1));
  expect(stripes).toEqual({ direction: 'horizontal', colours: ['black', 'red', 'yellow'] });
});

import { describe, expect, it } from 'vitest';
import { answer } from '../../../src/builtin/pixel-vlm/answer.ts';
import type { Findings } from '../../../src/builtin/pixel-vlm/findings.ts';
import { jsonAnswer } from '../../../src/builtin/pixel-vlm/json-answer.ts';
import { understood } from '../../../src/builtin/pixel-vlm/question.ts';

const picture: Findings = {
  format: 'PNG',
  width: 320,
  height: 240,
  orientation: 'landscape',
  background: 'white',
  colours: [
    { name: 'white', share: 0.8 },
    { name: 'red', share: 0.15 },
    { name: 'blue', share: 0.005 },
  ],
  shapes: [
    { kind: 'circle', colour: 'red', hollow: false, position: 'top left', share: 0.1 },
    { kind: 'circle', colour: 'orange', hollow: true, position: 'centre', share: 0.05 },
    { kind: 'square', colour: 'blue', hollow: false, position: 'bottom', share: 0.005 },
  ],
  stripes: null,
  brightness: 0.82,
  contrast: 0.3,
  uniform: false,
  textured: false,
};
const plain: Findings = { ...picture, colours: [{ name: 'black', share: 1 }], shapes: [], uniform: true, contrast: 0 };

const ask = (question: string, ...pictures: readonly Findings[]): string => answer(understood(question), pictures);

describe('an answer', () => {
  it.each([
    ['How large is it?', 'The image is 320 by 240 pixels, landscape, a PNG file.'],
    ['Which colours are there?', 'Its colours are white (80 %), red (15 %) and blue (< 1 %).'],
    ['How many shapes are there?', 'I count 3 shapes: a red circle, a hollow orange circle and a blue square.'],
    ['How many circles do you see?', 'I count 2 circles: a red circle and a hollow orange circle.'],
    ['Count the blue squares', 'I count 1 blue square: a blue square.'],
    ['How many green triangles?', 'I count 0 green triangles.'],
    ['Where is the square?', 'I see 1 square: a blue square at the bottom.'],
    ['What color is the square?', 'I see 1 square: a blue square at the bottom.'],
    [
      'What is the background color?',
      'Its colours are white (80 %), red (15 %) and blue (< 1 %). The background is white.',
    ],
    ['Is it bright?', 'It is bright (82 %) with high contrast.'],
    ['Is it blank?', 'The image is not uniform.'],
    ['How many images did I send?', 'I see 1 image.'],
    [
      'What is in the picture?',
      'The image is 320 by 240 pixels, landscape, a PNG file. The background is white. I see 3 shapes: a red circle at the ' +
        'top left, a hollow orange circle at the centre and a blue square at the bottom. Its colours are white (80 %), ' +
        'red (15 %) and blue (< 1 %). It is bright (82 %) with high contrast.',
    ],
  ])('says what was asked: %s', (question, said) => {
    expect(ask(question, picture)).toBe(said);
  });

  it('admits what it cannot see', () => {
    expect(ask('Who is the person on the left?', plain)).toMatch(
      /^I can only tell sizes, colours, simple shapes and where they are; I cannot read text or recognise people and things\. /,
    );
    expect(ask('What is this?')).toBe('I see no image: none came with the request.');
  });

  it('takes pictures one by one', () => {
    expect(ask('How many images are there, and what size?', picture, { ...plain, width: 10 })).toBe(
      'I see 2 images. Image 1: The image is 320 by 240 pixels, landscape, a PNG file. ' +
        'Image 2: The image is 10 by 240 pixels, landscape, a PNG file.',
    );
    expect(ask('Is it empty?', plain)).toBe('The whole image is black.');
  });

  it('names what stands for shapes', () => {
    const flag: Findings = { ...picture, shapes: [], stripes: { direction: 'vertical', colours: ['blue', 'red'] } };
    expect(ask('How many shapes?', flag)).toBe('It has 2 vertical stripes: blue, red.');
    expect(ask('How many shapes?', { ...picture, shapes: [], textured: true })).toBe(
      'It is a photograph or a texture, without plain shapes that I could name.',
    );
    const shapes = Array.from({ length: 15 }, () => ({ ...picture.shapes[0], kind: 'line' }) as const);
    expect(
      ask('How many lines?', { ...picture, shapes: shapes.flatMap((shape) => (hasColour(shape) ? [shape] : [])) }),
    ).toMatch(/^I count 15 lines: .* and 3 more\.$/);
  });
});

const hasColour = (shape: object): shape is Findings['shapes'][number] => 'colour' in shape;

describe('an object', () => {
  it('has all findings where no schema says otherwise', () => {
    expect(jsonAnswer('words', [picture], {})).toMatchObject({
      width: 320,
      colours: [{ name: 'white', share: 0.8 }, { name: 'red' }, { name: 'blue' }],
      shapes: [{ kind: 'circle', colour: 'red', position: 'top left' }, {}, {}],
      imageCount: 1,
      description: 'words',
    });
    expect(jsonAnswer('words', [picture, plain], {})).toMatchObject({ imageCount: 2, images: [{}, { uniform: true }] });
    expect(jsonAnswer('none', [], {})).toEqual({ imageCount: 0, description: 'none' });
  });

  it('keeps to the properties of a schema, in its forms and names', () => {
    const schema = {
      type: 'object',
      properties: {
        width: { type: 'integer' },
        colors: { type: 'array', items: { type: 'string' } },
        dominant_color: { type: 'string', enum: ['Black', 'White'] },
        shapes: {
          type: 'array',
          items: { type: 'object', properties: { type: { type: 'string' }, color: { type: 'string' } } },
        },
        shape_count: { type: 'integer' },
        stripes: { type: ['object', 'null'] },
        brightness: { type: 'integer' },
        mood: { type: 'string' },
      },
      required: ['width', 'mood'],
    };
    expect(jsonAnswer('words', [picture], schema)).toEqual({
      width: 320,
      colors: ['white', 'red', 'blue'],
      dominant_color: 'White',
      shapes: [
        { type: 'circle', color: 'red' },
        { type: 'circle', color: 'orange' },
        { type: 'square', color: 'blue' },
      ],
      shape_count: 3,
      stripes: null,
    });
  });
});

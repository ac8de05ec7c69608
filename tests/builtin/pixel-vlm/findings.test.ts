import { describe, expect, it } from 'vitest';
import { type Findings, look } from '../../../src/builtin/pixel-vlm/findings.ts';
import { readPicture } from '../../../src/builtin/pixel-vlm/picture.ts';
import { seededRandom } from '../../../src/builtin/random.ts';
import { drawn, painted } from '../../support/drawings.ts';

const findings = async (url: string): Promise<Findings> => look(await readPicture(url, 1));

async function shapesIn(svg: string, format: 'png' | 'jpeg' | 'webp' = 'png'): Promise<readonly string[]> {
  const { shapes } = await findings(await drawn(svg, format));
  return shapes.map(({ hollow, colour, kind, position }) => `${hollow ? 'hollow ' : ''}${colour} ${kind}, ${position}`);
}

const red = 'fill="#e01b24"';

describe('a shape', () => {
  it.each([
    ['circle', `<circle cx="160" cy="120" r="50" ${red}/>`],
    ['circle', `<circle cx="160" cy="120" r="9" ${red}/>`],
    ['ellipse', `<ellipse cx="160" cy="120" rx="90" ry="40" ${red}/>`],
    ['ellipse', `<ellipse cx="160" cy="120" rx="70" ry="30" transform="rotate(30 160 120)" ${red}/>`],
    ['square', `<rect x="110" y="70" width="100" height="100" ${red}/>`],
    ['square', `<rect x="120" y="80" width="80" height="80" transform="rotate(45 160 120)" ${red}/>`],
    ['rectangle', `<rect x="90" y="90" width="140" height="60" ${red}/>`],
    ['rectangle', `<rect x="110" y="95" width="100" height="50" transform="rotate(20 160 120)" ${red}/>`],
    ['triangle', `<polygon points="160,60 220,170 100,170" ${red}/>`],
    ['triangle', `<polygon points="110,60 220,120 120,180" ${red}/>`],
    ['line', `<rect x="60" y="117" width="200" height="5" ${red}/>`],
    ['line', '<line x1="80" y1="60" x2="240" y2="180" stroke="#e01b24" stroke-width="5"/>'],
    [
      'shape',
      `<polygon points="160,60 175,105 225,105 185,132 200,180 160,150 120,180 135,132 95,105 145,105" ${red}/>`,
    ],
    ['shape', `<polygon points="160,70 203,95 203,145 160,170 117,145 117,95" ${red}/>`],
  ])('is known: %s %s', async (kind, svg) => {
    expect(await shapesIn(svg)).toEqual([`red ${kind}, centre`]);
    expect(await shapesIn(svg, 'jpeg')).toEqual([`red ${kind}, centre`]);
    expect(await shapesIn(svg, 'webp')).toEqual([`red ${kind}, centre`]);
  });

  it('can be drawn as an outline', async () => {
    expect(await shapesIn('<circle cx="160" cy="120" r="60" fill="none" stroke="#00f" stroke-width="6"/>')).toEqual([
      'hollow blue circle, centre',
    ]);
  });

  it('lies in one of nine places, and is listed by its size', async () => {
    const at = (x: number, y: number, r: number) => `<circle cx="${x}" cy="${y}" r="${r}" fill="#000"/>`;
    expect(
      await shapesIn(
        [at(50, 40, 20), at(160, 40, 19), at(270, 40, 18), at(50, 120, 17), at(160, 120, 16), at(270, 120, 15)].join(
          '',
        ) + [at(50, 200, 14), at(160, 200, 13), at(270, 200, 12)].join(''),
      ),
    ).toEqual(
      ['top left', 'top', 'top right', 'left', 'centre', 'right', 'bottom left', 'bottom', 'bottom right'].map(
        (place) => `black circle, ${place}`,
      ),
    );
  });

  it('is not a speck', async () => {
    expect(await shapesIn(`<rect x="100" y="100" width="3" height="3" ${red}/>`)).toEqual([]);
  });
});

describe('a picture', () => {
  it('has a size and an orientation, also where it is looked at in a smaller copy', async () => {
    expect(await findings(await drawn('', 'png', { width: 1600, height: 900 }))).toMatchObject({
      width: 1600,
      height: 900,
      orientation: 'landscape',
    });
    expect(await findings(await drawn('', 'jpeg', { width: 20, height: 90 }))).toMatchObject({
      format: 'JPEG',
      orientation: 'portrait',
    });
    expect(await findings(await painted(1, 1, () => [0, 0, 0]))).toMatchObject({
      orientation: 'square',
      uniform: true,
      brightness: 0,
    });
  });

  it('has a background where one colour runs along its edge', async () => {
    const half = '<rect width="160" height="240" fill="#00f"/>';
    expect(await findings(await drawn(`<circle cx="160" cy="120" r="90" ${red}/>`))).toMatchObject({
      background: 'white',
    });
    expect(await findings(await drawn(half))).toMatchObject({ background: null });
  });

  it.each([
    ['horizontal', 'height="80" width="320" y='],
    ['vertical', 'height="240" width="107" x='],
  ])('can be made of %s stripes', async (direction, bar) => {
    const step = direction === 'horizontal' ? 80 : 107;
    const stripes = ['#0000ff', '#ffffff', '#e00000'].map((fill, at) => `<rect ${bar}"${at * step}" fill="${fill}"/>`);
    expect(await findings(await drawn(stripes.join('')))).toMatchObject({
      stripes: { direction, colours: ['blue', 'white', 'red'] },
      shapes: [],
      background: null,
    });
  });

  it('is uniform or textured where it is', async () => {
    expect(await findings(await painted(64, 64, () => [250, 200, 20]))).toMatchObject({
      uniform: true,
      textured: false,
      colours: [{ name: 'yellow', share: 1 }],
    });
    const random = seededRandom(1, 'noise');
    const noise = await painted(64, 64, () => [random() * 255, random() * 255, random() * 255]);
    expect(await findings(noise)).toMatchObject({ uniform: false, textured: true, shapes: [] });
  });

  it('has no shapes where brightness runs through it', async () => {
    const gradient = await painted(256, 64, (x) => [x, x, x]);
    expect(await findings(gradient)).toMatchObject({ shapes: [], stripes: null });
    expect((await findings(gradient)).brightness).toBeCloseTo(0.5, 1);
    expect((await findings(gradient)).contrast).toBeCloseTo(0.29, 2);
  });

  it('has shares of colours that add up', async () => {
    const { colours } = await findings(await drawn('<rect width="80" height="240" fill="#00a000"/>'));
    expect(colours).toEqual([
      { name: 'white', share: 0.75 },
      { name: 'green', share: 0.25 },
    ]);
  });
});

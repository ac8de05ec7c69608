import { expect, it } from 'vitest';
import { colourName } from '../../../src/builtin/pixel-vlm/colour-names.ts';

it.each([
  ['000000', 'black'],
  ['808080', 'grey'],
  ['ffffff', 'white'],
  ['f8f8f5', 'white'],
  ['ff0000', 'red'],
  ['8b0000', 'red'],
  ['ffa500', 'orange'],
  ['8b4513', 'brown'],
  ['ffff00', 'yellow'],
  ['008000', 'green'],
  ['90ee90', 'green'],
  ['00ffff', 'cyan'],
  ['0000ff', 'blue'],
  ['000080', 'blue'],
  ['87ceeb', 'blue'],
  ['800080', 'magenta'],
  ['6a0dad', 'purple'],
  ['ff00ff', 'magenta'],
  ['ffc0cb', 'pink'],
  ['ff69b4', 'pink'],
])('calls #%s %s', (hex, name) => {
  const [red = 0, green = 0, blue = 0] = Buffer.from(hex, 'hex');
  expect(colourName(red, green, blue)).toBe(name);
});

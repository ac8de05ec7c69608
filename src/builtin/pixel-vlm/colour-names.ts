// The everyday name of a colour, by hue, saturation and value.

export const colourNames = [
  'black',
  'grey',
  'white',
  'red',
  'orange',
  'brown',
  'yellow',
  'green',
  'cyan',
  'blue',
  'purple',
  'magenta',
  'pink',
] as const;
export type ColourName = (typeof colourNames)[number];

/** Channels from 0 to 255. */
export function colourName(red: number, green: number, blue: number): ColourName {
  const most = Math.max(red, green, blue);
  const value = most / 255;
  const range = most - Math.min(red, green, blue);
  const saturation = most === 0 ? 0 : range / most;
  if (value < 0.2) return 'black';
  if (saturation < 0.15) return value > 0.88 ? 'white' : 'grey';
  return byHue(hueDegrees(red, green, blue, most, range), saturation, value);
}

function byHue(hue: number, saturation: number, value: number): ColourName {
  if (hue < 12 || hue >= 342) return saturation < 0.5 && value > 0.7 ? 'pink' : 'red';
  if (hue < 45) return value < 0.65 ? 'brown' : 'orange';
  if (hue < 68) return 'yellow';
  if (hue < 165) return 'green';
  if (hue < 195) return 'cyan';
  if (hue < 255) return 'blue';
  if (hue < 288) return 'purple';
  return saturation < 0.55 || hue >= 325 ? 'pink' : 'magenta';
}

function hueDegrees(red: number, green: number, blue: number, most: number, range: number): number {
  if (most === red) return (((green - blue) / range) * 60 + 360) % 360;
  if (most === green) return ((blue - red) / range) * 60 + 120;
  return ((red - green) / range) * 60 + 240;
}

// Colour for lines that are written as text: one function per meaning, which leaves the text alone where colour is off.

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Colour = keyof typeof codes;
export type Paint = Readonly<Record<Colour, (text: string) => string>>;

export function createPaint(color: boolean): Paint {
  const brush = (colour: Colour) => {
    const [open, close] = codes[colour];
    return color ? (text: string) => `\u001b[${open}m${text}\u001b[${close}m` : (text: string) => text;
  };
  return {
    bold: brush('bold'),
    dim: brush('dim'),
    red: brush('red'),
    green: brush('green'),
    yellow: brush('yellow'),
    cyan: brush('cyan'),
  };
}

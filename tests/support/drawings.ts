// Pictures drawn for a test, as the data URLs that requests carry.
import sharp from 'sharp';

export type PictureFormat = 'png' | 'jpeg' | 'webp';

/** `shapes` is the inside of an SVG document. */
export async function drawn(
  shapes: string,
  format: PictureFormat = 'png',
  size: { readonly width: number; readonly height: number } = { width: 320, height: 240 },
): Promise<string> {
  const { width, height } = size;
  const white = '<rect width="100%" height="100%" fill="#ffffff"/>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${white}${shapes}</svg>`;
  const bytes = await sharp(Buffer.from(svg)).flatten({ background: '#ffffff' }).toFormat(format).toBuffer();
  return dataUrl(bytes, format);
}

export async function painted(
  width: number,
  height: number,
  colour: (x: number, y: number) => readonly [red: number, green: number, blue: number],
): Promise<string> {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) pixels.set(colour(x, y), 3 * (y * width + x));
  }
  return dataUrl(
    await sharp(pixels, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer(),
    'png',
  );
}

export function dataUrl(bytes: Buffer, format: PictureFormat): string {
  return `data:image/${format};base64,${bytes.toString('base64')}`;
}

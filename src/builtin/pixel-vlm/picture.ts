// A data URL to pixels. Large pictures are looked at in a smaller copy; what is said of their size is the true one.
import { RequestError } from '../http/exchange.ts';
import { brokenImage, notADataUrl, notAnImage, notBase64 } from './sentences.ts';

export interface Picture {
  readonly format: 'PNG' | 'JPEG' | 'WebP';
  /** As it is shown, turned where its EXIF data say so. */
  readonly width: number;
  readonly height: number;
  readonly view: View;
}

/** What is looked at: red, green, blue of each pixel, row by row. */
export interface View {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

const longestViewSide = 640;
const mostPixels = 50_000_000;

/** `number` counts the request's pictures from 1. Throws `RequestError`. */
export async function readPicture(url: string, number: number): Promise<Picture> {
  const bytes = bytesIn(url, number);
  const format = formatOf(bytes);
  if (format === null) throw new RequestError(400, notAnImage(number));
  // Only here, so that the program starts fast and nothing else needs it.
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  const limits = { limitInputPixels: mostPixels, failOn: 'error' } as const;
  try {
    const { autoOrient } = await sharp(bytes, limits).metadata();
    const { data, info } = await sharp(bytes, limits)
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .resize({
        width: longestViewSide,
        height: longestViewSide,
        fit: 'inside',
        withoutEnlargement: true,
        kernel: 'nearest', // blending would invent colours
      })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { format, ...autoOrient, view: { width: info.width, height: info.height, pixels: data } };
  } catch (error) {
    throw new RequestError(400, brokenImage(number, error instanceof Error ? error.message : String(error)));
  }
}

function bytesIn(url: string, number: number): Buffer {
  const comma = url.indexOf(',');
  if (!/^data:[^,]{0,200};base64,/i.test(url)) throw new RequestError(400, notADataUrl(url));
  const text = url.slice(comma + 1);
  const bytes = Buffer.from(text, 'base64');
  // Node skips what is not base64 silently; then fewer bytes come out than went in.
  const expected = Math.floor((text.replace(/=+$/, '').length * 3) / 4);
  if (bytes.length === 0 || bytes.length !== expected) throw new RequestError(400, notBase64(number));
  return bytes;
}

function formatOf(bytes: Buffer): Picture['format'] | null {
  if (bytes.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n') return 'PNG';
  if (bytes.toString('latin1', 0, 3) === '\xff\xd8\xff') return 'JPEG';
  const isWebp = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
  return isWebp ? 'WebP' : null;
}

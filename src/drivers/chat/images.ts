// The images of a turn, as a request carries them, made before the request is timed. What they are is told from their bytes,
// since a server that is given the wrong media type may refuse them. PNG and JPEG are understood everywhere; WebP and GIF are
// not (llama-server drops a WebP without a word), so these go as PNG: the same pixels in another form.
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ChatImage } from './chat-api.ts';
import { notAnImage, tooLargeImages, undecodedImage, unreadableImage } from './sentences.ts';

/** What an image cannot be used for is a sentence. */
export class ImageError extends Error {}

/** As they are in a request, a third longer, they must fit into one text. */
const largestImagesBytes = 256 * 1024 * 1024;

/** By turn. A conversation sends them all again with its last turn. */
export async function readImages(turns: readonly (readonly string[])[]): Promise<readonly (readonly ChatImage[])[]> {
  const sizes = await Promise.all(turns.flat().map(async (path) => (await stat(path)).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes > largestImagesBytes) throw new ImageError(tooLargeImages(bytes, largestImagesBytes));
  return Promise.all(turns.map((paths) => Promise.all(paths.map(readImage))));
}

async function readImage(path: string): Promise<ChatImage> {
  const bytes = await readFile(path);
  const mediaType = mediaTypeOf(bytes);
  if (mediaType === null) throw new ImageError(notAnImage(basename(path)));
  if (mediaType === 'image/png' || mediaType === 'image/jpeg') return { mediaType, base64: bytes.toString('base64') };
  return { mediaType: 'image/png', base64: (await asPng(bytes, basename(path))).toString('base64') };
}

async function asPng(bytes: Buffer, name: string): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp(bytes)
    .png({ compressionLevel: 1 })
    .toBuffer()
    .catch((error: unknown) => {
      throw new ImageError(unreadableImage(name, error instanceof Error ? error.message : String(error)));
    });
}

type MediaType = ChatImage['mediaType'] | 'image/webp' | 'image/gif';

/** PNG, JPEG, WebP and GIF by their first bytes; null for anything else. */
export function mediaTypeOf(bytes: Buffer): MediaType | null {
  const text = bytes.toString('latin1', 0, 12);
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('RIFF') && text.endsWith('WEBP')) return 'image/webp';
  return text.startsWith('GIF87a') || text.startsWith('GIF89a') ? 'image/gif' : null;
}

/**
 * For a warm-up: of the same size, so that the same part of the engine is used, with one pixel changed, so that no cache
 * knows the image when it is measured.
 */
export async function altered(image: ChatImage): Promise<ChatImage> {
  try {
    return await changed(image);
  } catch (error) {
    throw new ImageError(undecodedImage(error instanceof Error ? error.message : String(error)));
  }
}

async function changed({ mediaType, base64 }: ChatImage): Promise<ChatImage> {
  const { default: sharp } = await import('sharp');
  const image = sharp(Buffer.from(base64, 'base64'));
  const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  data[0] = (data[0] ?? 0) ^ 0x80;
  const { width, height, channels } = info;
  const png = await sharp(data, { raw: { width, height, channels } }).png({ compressionLevel: 1 }).toBuffer();
  const same = mediaType === 'image/png' ? png : await sharp(png).jpeg().toBuffer();
  return { mediaType, base64: same.toString('base64') };
}

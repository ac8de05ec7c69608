// What pixel-vlm says of a picture that it cannot look at.

export const notADataUrl = (url: string): string =>
  `image_url must be a data URL such as data:image/png;base64,…; nothing is fetched from "${shortened(url)}"`;

export const notBase64 = (number: number): string => `image ${number} is not valid base64`;

export const notAnImage = (number: number): string =>
  `image ${number} is not a PNG, JPEG or WebP file by its first bytes`;

export const brokenImage = (number: number, reason: string): string =>
  `image ${number} cannot be decoded: ${shortened(reason.split('\n')[0] ?? '')}`;

export const tooManyImages = (count: number, most: number): string =>
  `the request has ${count} images, more than ${most}`;

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

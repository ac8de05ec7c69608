// What modem-stt says when it cannot make sense of an upload.

export const notMultipart = (contentType: string | undefined): string =>
  `the body must be multipart/form-data with a "file" part, not ${contentType === undefined ? 'without a content type' : `"${contentType}"`}`;

export const brokenMultipart = 'the body is not valid multipart/form-data';

export const noFile = 'the form has no "file" part with a filename';

export const fieldMissing = (name: string): string => `the form has no "${name}" field`;

export const unknownFormat = (format: string, formats: readonly string[]): string =>
  `response_format "${format}" is not made here; there is ${formats.join(', ')}`;

export const notATemperature = (text: string): string => `temperature must be a number from 0 to 1, not "${text}"`;

export const notYesOrNo = (name: string, text: string): string => `${name} must be true or false, not "${text}"`;

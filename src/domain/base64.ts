// A secret within Base64, whatever stands before and behind it there, in both alphabets.

/** Without repeats: the codes differ by how many bytes stand before the value, in groups of three. */
export function base64Of(value: string): readonly string[] {
  return [...new Set([0, 1, 2].flatMap((offset) => base64At(value.toWellFormed(), offset)))];
}

/** A line feed, also as JSON and programming languages write it, between what can be parts of one code. */
export const wrapped =
  /(?:\r?\n|(?:\\{1,15}r)?\\{1,15}n)(?<=[\w+/-]{8}(?:\r?\n|(?:\\{1,15}r)?\\{1,15}n))[ \t]{0,200}(?=[\w+/-])/g;

/** What the value alone decides. */
function base64At(value: string, offset: number): readonly string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]);
  const code = bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
  return [code, code.replaceAll('+', '-').replaceAll('/', '_')];
}

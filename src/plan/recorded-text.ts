// The text of a plan as a run records it: without the secrets that stand in it, in whatever way YAML lets one write them, and
// still YAML. Where nothing had to be taken out it is the text itself, so that its hash stays the same.
import { isScalar, parseDocument, Scalar, visit } from 'yaml';
import type { Plan } from '../domain/plan.ts';
import { createRedactor } from '../domain/redaction.ts';
import { secretsWrittenIn } from './secrets.ts';

/** `secrets` are further ones, for example of the environment. */
export function recordedText(plan: Plan, secrets: readonly string[]): string {
  const { text } = plan.source;
  const known = [...secrets, ...secretsWrittenIn(plan)];
  const { text: clean } = createRedactor(known);
  if (clean(text) === text && !mayHold(text, known)) return text;
  return clean(withCleanScalars(text, clean)); // comments hold secrets, too
}

/** Reading YAML takes its time, so that it is first looked at what is there besides blanks, quotes and escapes. */
function mayHold(text: string, secrets: readonly string[]): boolean {
  const bare = withoutWriting(text);
  return secrets.some((secret) => bare.includes(withoutWriting(secret)));
}

const coded = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/g;

function withoutWriting(text: string): string {
  return text
    .replace(coded, (_, ...codes: readonly (string | undefined)[]) =>
      String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(codes.slice(0, 3).join(''), 16))),
    )
    .replace(/\\[0abtnvfreNLP_]|[\s\\'"]/g, '');
}

function withCleanScalars(text: string, clean: (text: string) => string): string {
  let result = '';
  let from = 0;
  for (const scalar of scalarsIn(text)) {
    const [start, end] = scalar.range ?? [0, 0];
    const written = text.slice(start, end);
    const value = textOf(scalar);
    if (clean(value) === value || start < from) continue;
    result += text.slice(from, start) + cleanScalar(scalar, written, clean);
    from = end;
  }
  return result + text.slice(from);
}

/** In the order of the text. */
function scalarsIn(text: string): readonly Scalar[] {
  const found: Scalar[] = [];
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: 'silent' });
  visit(document, { Scalar: (_, scalar) => void found.push(scalar) });
  return found;
}

function textOf({ value, source }: Scalar): string {
  return typeof value === 'string' ? value : (source ?? '');
}

/** As it was written where that can be; a plain one is quoted, since what stands for a secret has brackets. */
function cleanScalar(scalar: Scalar, written: string, clean: (text: string) => string): string {
  const value = clean(textOf(scalar));
  const rewritten = clean(written);
  if (scalar.type !== Scalar.PLAIN && saysTheSame(rewritten, value)) return rewritten;
  return JSON.stringify(value) + (/\s*$/.exec(written)?.[0] ?? '');
}

function saysTheSame(written: string, value: string): boolean {
  const { contents, errors } = parseDocument(written, { prettyErrors: false, logLevel: 'silent' });
  return errors.length === 0 && isScalar(contents) && contents.value === value;
}

// Findings as a JSON object: all of them, or as far as a schema has properties for them. What a property asks for and was
// not measured is left out, not invented.
import * as z from 'zod';
import type { Findings } from './findings.ts';

/** `text` is the answer in words. */
export function jsonAnswer(
  text: string,
  pictures: readonly Findings[],
  schema: Readonly<Record<string, unknown>>,
): object {
  const [first] = pictures;
  const facts = { ...(first === undefined ? {} : factsOf(first)), imageCount: pictures.length, description: text };
  const whole = pictures.length > 1 ? { ...facts, images: pictures.map(factsOf) } : facts;
  const known = schemaShape.safeParse(schema);
  return known.success && known.data.properties !== undefined ? restricted(whole, known.data.properties) : whole;
}

function factsOf(findings: Findings): Readonly<Record<string, unknown>> {
  const { width, height, orientation, format, background, stripes, uniform, textured } = findings;
  const colours = findings.colours.map(({ name, share }) => ({ name, share: rounded(share) }));
  const shapes = findings.shapes.map(({ share, ...shape }) => ({ ...shape, share: rounded(share) }));
  const light = { brightness: rounded(findings.brightness), contrast: rounded(findings.contrast) };
  return { width, height, orientation, format, background, colours, shapes, stripes, ...light, uniform, textured };
}

const rounded = (share: number): number => Math.round(share * 1000) / 1000;

const schemaShape = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
});

/** Other names that schemas use, in the form that `plainName` gives. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['dominantcolour', 'colours'],
  ['dominantcolours', 'colours'],
  ['maincolour', 'colours'],
  ['colour', 'colours'],
  ['backgroundcolour', 'background'],
  ['objects', 'shapes'],
  ['shape', 'kind'],
  ['type', 'kind'],
  ['location', 'position'],
  ['count', 'shapes'],
  ['shapecount', 'shapes'],
  ['numberofshapes', 'shapes'],
  ['numberofimages', 'imagecount'],
  ['caption', 'description'],
  ['summary', 'description'],
  ['answer', 'description'],
  ['text', 'description'],
]);

const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replaceAll('color', 'colour');

function restricted(facts: object, properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const byName = new Map(Object.entries(facts).map(([name, value]) => [plainName(name), value]));
  const found: [string, unknown][] = [];
  for (const [name, schema] of Object.entries(properties)) {
    const plain = plainName(name);
    const value = byName.get(byName.has(plain) ? plain : (aliases.get(plain) ?? ''));
    const fitting = value === undefined ? undefined : fitted(value, schema);
    if (fitting !== undefined) found.push([name, fitting]);
  }
  return Object.fromEntries(found);
}

/** The value in the form that the schema wants, or undefined: a list can be its length, or its first member. */
function fitted(value: unknown, schema: unknown): unknown {
  const parsed = schemaShape.safeParse(schema);
  if (!parsed.success) return value;
  const { type, properties, items, enum: allowed } = parsed.data;
  if (allowed !== undefined) return chosen(value, allowed);
  const types = typeof type === 'string' ? [type] : (type ?? []);
  if (types.length === 0) return value;
  const forms = types.map((one) => inForm(value, one, properties, items));
  return forms.find((form) => form !== undefined);
}

function inForm(
  value: unknown,
  type: string,
  properties: Readonly<Record<string, unknown>> | undefined,
  items: unknown,
): unknown {
  switch (type) {
    case 'array':
      return Array.isArray(value)
        ? value.map((item) => fitted(item, items)).filter((item) => item !== undefined)
        : undefined;
    case 'object':
      if (!isObject(value)) return undefined;
      return properties === undefined ? value : restricted(value, properties);
    case 'integer':
    case 'number':
      return Array.isArray(value) ? value.length : numberIn(value, type);
    case 'string':
      return nameOf(value);
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'null':
      return value === null ? null : undefined;
    default:
      return undefined;
  }
}

function numberIn(value: unknown, type: 'integer' | 'number'): number | undefined {
  return typeof value === 'number' && (type === 'number' || Number.isInteger(value)) ? value : undefined;
}

/** What a thing is called: a colour by its name, a shape by its kind; of several the first. */
function nameOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return nameOf(value[0]);
  const named = z.union([z.object({ name: z.string() }), z.object({ kind: z.string() })]).safeParse(value);
  if (!named.success) return undefined;
  return 'name' in named.data ? named.data.name : named.data.kind;
}

function chosen(value: unknown, allowed: readonly unknown[]): unknown {
  const name = nameOf(value) ?? value;
  return allowed.find(
    (one) =>
      one === name || (typeof one === 'string' && typeof name === 'string' && plainName(one) === plainName(name)),
  );
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

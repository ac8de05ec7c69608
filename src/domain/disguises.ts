// The usual forms of a secret as whole texts, to tell pieces of it by: as it is, and as JSON, an address, a page or Base64 have it.
import { base64Of } from './base64.ts';

/** Without repeats; the value itself is one of them. */
export function disguisesOf(value: string): readonly string[] {
  return [
    ...new Set([
      value,
      ...[inJson(value), inJson(inJson(value)), inAsciiJson(value), inMarkupJson(value)],
      ...addressesOf(value.toWellFormed()),
      ...markup.map((names) => value.replace(/[&<>"']/g, (sign) => names[sign] ?? sign)),
      ...base64Of(value),
    ]),
  ];
}

const common = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const markup: readonly Readonly<Record<string, string>>[] = [
  { ...common, '"': '&quot;', "'": '&#39;' },
  { ...common, '"': '&#34;', "'": '&#x27;' },
  common,
];

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** As Python writes it. */
function inAsciiJson(text: string): string {
  const code = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return inJson(text).replace(/[\u0080-\uffff]/g, code);
}

/** As Go and .NET write it, so that it can stand in a page. */
function inMarkupJson(text: string): string {
  return inJson(text).replace(/[&<>']/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** In part or path, strict or not, blanks as plus signs or not, in large or small digits. */
function addressesOf(text: string): readonly string[] {
  const whole = encodeURIComponent(text);
  const strict = whole.replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return [whole, strict]
    .flatMap((form) => [form, form.replaceAll('%2F', '/')])
    .flatMap((form) => [form, form.replaceAll('%20', '+')])
    .flatMap((form) => [form, form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
}

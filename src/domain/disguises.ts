// The forms in which a secret comes back in what others print: as it is, and as JSON, an address, a page or Base64 have it.

/** Without repeats; the value itself is one of them. */
export function disguisesOf(value: string): readonly string[] {
  const whole = value.toWellFormed();
  const address = encodeURIComponent(whole);
  return [
    ...new Set([
      value,
      ...[inJson(value), inJson(inJson(value)), inAsciiJson(value)],
      ...[address, address.replaceAll('%20', '+')].flatMap((form) => [form, withLowerHex(form)]),
      ...markup.map((names) => value.replace(/[&<>"']/g, (sign) => names[sign] ?? sign)),
      ...[0, 1, 2].flatMap((offset) => base64At(whole, offset)),
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

function withLowerHex(address: string): string {
  return address.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

/** What stands in Base64 whatever comes before and behind the value, `offset` bytes into a group of three; in both alphabets. */
function base64At(value: string, offset: number): readonly string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]);
  const code = bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
  return [code, code.replaceAll('+', '-').replaceAll('/', '_')];
}

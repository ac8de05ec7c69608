// Findings in words, as far as the question asks for them.
import type { Findings, Shape } from './findings.ts';
import { type Question, type Topic, topics } from './question.ts';

export function answer(question: Question, pictures: readonly Findings[]): string {
  if (pictures.length === 0) return 'I see no image: none came with the request.';
  const about = topics.filter((topic) => question.topics.has(topic));
  const unseen = about.includes('unseen') ? [limits] : [];
  const images = about.includes('images') ? [`I see ${amount(pictures.length, 'image')}.`] : [];
  const topical = about.filter((topic) => topic !== 'unseen' && topic !== 'images');
  // Where only a number of images was asked for, that is all there is to say.
  const looked = images.length > 0 && topical.length === 0 ? [] : eachPicture(question, topical, pictures);
  return [...unseen, ...images, ...looked].join(' ');
}

const limits =
  'I can only tell sizes, colours, simple shapes and where they are; I cannot read text or recognise people and things.';

function eachPicture(question: Question, about: readonly Topic[], pictures: readonly Findings[]): readonly string[] {
  return pictures.map((findings, index) => {
    const said =
      about.length === 0 ? described(question, findings) : about.map((topic) => told(topic, question, findings));
    return `${pictures.length > 1 ? `Image ${index + 1}: ` : ''}${[...new Set(said)].join(' ')}`;
  });
}

function described(question: Question, findings: Findings): readonly string[] {
  return [
    sizeOf(findings),
    backgroundOf(findings),
    shapesOf(question, findings),
    coloursOf(findings),
    lightOf(findings),
  ].filter((sentence) => sentence !== '');
}

function told(topic: Topic, question: Question, findings: Findings): string {
  switch (topic) {
    case 'size':
      return sizeOf(findings);
    case 'count':
      return countOf(question, findings);
    case 'colour':
      return question.kinds.size > 0 ? shapesOf(question, findings) : coloursOf(findings);
    case 'place':
      return shapesOf(question, findings);
    case 'background':
      return backgroundOf(findings) || 'No single colour makes a background.';
    case 'light':
      return lightOf(findings);
    case 'plain':
      return plainOf(findings);
    case 'unseen':
    case 'images':
      return '';
    default:
      return topic satisfies never;
  }
}

function sizeOf({ width, height, orientation, format }: Findings): string {
  return `The image is ${width} by ${height} pixels, ${orientation}, a ${format} file.`;
}

function backgroundOf({ background, uniform }: Findings): string {
  return background === null || uniform ? '' : `The background is ${background}.`;
}

function coloursOf({ colours, uniform }: Findings): string {
  const [first] = colours;
  if (uniform && first !== undefined) return `The whole image is ${first.name}.`;
  return `Its colours are ${listed(colours.map(({ name, share }) => `${name} (${percent(share)})`))}.`;
}

function lightOf({ brightness, contrast }: Findings): string {
  const bright = brightness > 0.7 ? 'bright' : brightness < 0.3 ? 'dark' : 'of medium brightness';
  const range = contrast > 0.25 ? 'high' : contrast < 0.08 ? 'low' : 'medium';
  return `It is ${bright} (${percent(brightness)}) with ${range} contrast.`;
}

function plainOf(findings: Findings): string {
  return findings.uniform ? coloursOf(findings) : 'The image is not uniform.';
}

function countOf(question: Question, findings: Findings): string {
  const { stripes, textured } = findings;
  if (stripes !== null || textured) return shapesOf(question, findings);
  const shapes = chosen(question, findings);
  return `I count ${amount(shapes.length, wanted(question))}${shapes.length === 0 ? '' : `: ${listed(shapes.map(named))}`}.`;
}

const mostNamed = 12;

function shapesOf(question: Question, findings: Findings): string {
  const { stripes, textured, uniform } = findings;
  if (textured) return 'It is a photograph or a texture, without plain shapes that I could name.';
  if (stripes !== null) {
    return `It has ${stripes.colours.length} ${stripes.direction} stripes: ${stripes.colours.join(', ')}.`;
  }
  if (uniform) return '';
  const shapes = chosen(question, findings);
  if (shapes.length === 0) return `I see no ${wanted(question)}.`;
  return `I see ${amount(shapes.length, wanted(question))}: ${listed(shapes.map(placed))}.`;
}

function chosen({ kinds, colours }: Question, { shapes }: Findings): readonly Shape[] {
  return shapes.filter(
    ({ kind, colour }) => (kinds.size === 0 || kinds.has(kind)) && (colours.size === 0 || colours.has(colour)),
  );
}

/** Where the question names one kind, or one colour, so does the answer. */
function wanted({ kinds, colours }: Question): string {
  const [kind = 'shape'] = kinds.size === 1 ? kinds : [];
  const [colour = ''] = colours.size === 1 ? colours : [];
  return `${colour} ${kind}`.trim();
}

function named({ hollow, colour, kind }: Shape): string {
  return `${hollow ? 'a hollow' : 'a'} ${colour} ${kind}`.replace(/^a (?=[aeiou])/, 'an ');
}

const placed = (shape: Shape): string => `${named(shape)} at the ${shape.position}`;

function listed(items: readonly string[]): string {
  const shown = items.length > mostNamed ? [...items.slice(0, mostNamed), `${items.length - mostNamed} more`] : items;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

const amount = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

/** A share that is not nothing is not said to be. */
const percent = (share: number): string => (share > 0 && share < 0.01 ? '< 1 %' : `${Math.round(100 * share)} %`);
